"""Qualifications over HTTP."""

from typing import Annotated

from fastapi import Path, Query

from labwright_auth.access import QualificationGiver, QualificationReader
from labwright_auth.permissions import QUALIFICATION_READ_ANY
from labwright_auth.qualifications import queries, service
from labwright_auth.qualifications.schemas import (
    QualificationIn,
    QualificationOut,
    QualificationQuery,
    Tag,
)
from labwright_chassis import clock
from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page

router = ServiceRouter(prefix="/api/v1/auth", tags=["qualifications"])

UserId = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("/qualifications")
def list_qualifications(
    query: Annotated[QualificationQuery, Query()],
    by: QualificationReader,
    session: DbReader,
    links: PageLinks,
) -> Page[QualificationOut]:
    """Who is qualified for what; one's own, or with the permission everybody's."""
    only_of = None if by.may(QUALIFICATION_READ_ANY) else by.id
    found, count = queries.page(session, query, only_of=only_of)
    shown = [QualificationOut.model_validate(one) for one in found]
    return links.page(shown, count=count, query=query)


@router.put("/users/{user_id}/qualifications/{tag}")
def grant_qualification(
    user_id: UserId, tag: Tag, body: QualificationIn, by: QualificationGiver, session: DbSession
) -> QualificationOut:
    """Let a person count as qualified, or say anew until when."""
    granted = service.grant_qualification(
        session, user_id=user_id, tag=tag, until=body.valid_until, now=clock.now()
    )
    return QualificationOut.model_validate(granted)


@router.delete("/users/{user_id}/qualifications/{tag}", status_code=204)
def withdraw_qualification(
    user_id: UserId, tag: Tag, by: QualificationGiver, session: DbSession
) -> None:
    """Let a person no longer count as qualified."""
    service.withdraw_qualification(session, user_id=user_id, tag=tag, now=clock.now())
