"""Roles and the permission matrix over HTTP."""

from typing import Annotated

from fastapi import Path, Query

from labwright_auth.access import RoleEditor, RoleReader
from labwright_auth.roles import queries, service
from labwright_auth.roles.schemas import (
    PermissionOut,
    PermissionQuery,
    RoleIn,
    RoleOut,
    RolePatch,
)
from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import ListQuery, Page

router = ServiceRouter(prefix="/api/v1/auth", tags=["roles"])

RoleId = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("/permissions")
def list_permissions(
    query: Annotated[PermissionQuery, Query()], by: RoleReader, session: DbReader, links: PageLinks
) -> Page[PermissionOut]:
    """What the services declare that may be permitted."""
    found, count = queries.permissions_page(session, query)
    shown = [PermissionOut.model_validate(permission) for permission in found]
    return links.page(shown, count=count, query=query)


@router.get("/roles")
def list_roles(
    query: Annotated[ListQuery, Query()], by: RoleReader, session: DbReader, links: PageLinks
) -> Page[RoleOut]:
    """Roles with what each may do, highest rank first."""
    roles, count = queries.page(session, query)
    shown = [RoleOut.model_validate(role) for role in roles]
    return links.page(shown, count=count, query=query)


@router.get("/roles/{role_id}")
def get_role(role_id: RoleId, by: RoleReader, session: DbReader, validators: Validators) -> RoleOut:
    """One role."""
    role = queries.get(session, role_id)
    validators.answer(role.version)
    return RoleOut.model_validate(role)


@router.post("/roles", status_code=201)
def create_role(
    body: RoleIn, by: RoleEditor, session: DbSession, validators: Validators
) -> RoleOut:
    """Make a role of permissions that one has oneself, ranked below one's own."""
    role = service.create_role(session, body=body, by=by)
    validators.changed(role.version)
    return RoleOut.model_validate(role)


@router.patch("/roles/{role_id}")
def update_role(
    role_id: RoleId, body: RolePatch, by: RoleEditor, session: DbSession, validators: Validators
) -> RoleOut:
    """Change a role below one's own; nobody gives or takes what he lacks."""
    role = service.update_role(
        session, role_id=role_id, changes=body, by=by, expected=validators.expect
    )
    validators.changed(role.version)
    return RoleOut.model_validate(role)


@router.delete("/roles/{role_id}", status_code=204)
def delete_role(
    role_id: RoleId, by: RoleEditor, session: DbSession, validators: Validators
) -> None:
    """Remove a role that nobody has and that does not belong to every lab."""
    service.delete_role(session, role_id=role_id, by=by, expected=validators.expect)
