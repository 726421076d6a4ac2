"""Groups over HTTP."""

from typing import Annotated

from fastapi import Path, Query

from labwright_auth.access import GroupEditor, GroupLead, GroupReader
from labwright_auth.groups import queries, service
from labwright_auth.groups.schemas import (
    GroupDetail,
    GroupIn,
    GroupOut,
    GroupPatch,
    GroupQuery,
    MemberIn,
)
from labwright_chassis import clock
from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page

router = ServiceRouter(prefix="/api/v1/auth/groups", tags=["groups"])

GroupId = Annotated[int, Path(ge=1, lt=2**63)]
UserId = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("")
def list_groups(
    query: Annotated[GroupQuery, Query()], by: GroupReader, session: DbReader, links: PageLinks
) -> Page[GroupOut]:
    """Teams and projects."""
    groups, count = queries.page(session, query)
    shown = [GroupOut.model_validate(group) for group in groups]
    return links.page(shown, count=count, query=query)


@router.get("/{group_id}")
def get_group(
    group_id: GroupId, by: GroupReader, session: DbReader, validators: Validators
) -> GroupDetail:
    """One group with its members."""
    group = queries.get(session, group_id)
    validators.answer(group.version)
    return GroupDetail.model_validate(group)


@router.post("", status_code=201)
def create_group(
    body: GroupIn, by: GroupEditor, session: DbSession, validators: Validators
) -> GroupDetail:
    """Make a group."""
    group = service.create_group(session, body=body, now=clock.now())
    validators.changed(group.version)
    return GroupDetail.model_validate(group)


@router.patch("/{group_id}")
def update_group(
    group_id: GroupId,
    body: GroupPatch,
    by: GroupEditor,
    session: DbSession,
    validators: Validators,
) -> GroupDetail:
    """Rename or describe a group."""
    group = service.update_group(
        session, group_id=group_id, changes=body, expected=validators.expect
    )
    validators.changed(group.version)
    return GroupDetail.model_validate(group)


@router.delete("/{group_id}", status_code=204)
def remove_group(
    group_id: GroupId, by: GroupEditor, session: DbSession, validators: Validators
) -> None:
    """End a group; its name is free again."""
    service.remove_group(session, group_id=group_id, expected=validators.expect, now=clock.now())


@router.put("/{group_id}/members/{user_id}")
def put_group_member(
    group_id: GroupId,
    user_id: UserId,
    body: MemberIn,
    by: GroupLead,
    session: DbSession,
    validators: Validators,
) -> GroupDetail:
    """Take somebody in; its leads do, and who leads is said by those who make groups."""
    group = service.put_member(
        session,
        group_id=group_id,
        user_id=user_id,
        lead=body.lead,
        by=by,
        expected=validators.expect,
    )
    validators.changed(group.version)
    return GroupDetail.model_validate(group)


@router.delete("/{group_id}/members/{user_id}")
def remove_group_member(
    group_id: GroupId,
    user_id: UserId,
    by: GroupLead,
    session: DbSession,
    validators: Validators,
) -> GroupDetail:
    """Let somebody leave."""
    group = service.remove_member(
        session, group_id=group_id, user_id=user_id, by=by, expected=validators.expect
    )
    validators.changed(group.version)
    return GroupDetail.model_validate(group)
