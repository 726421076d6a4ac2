"""People over HTTP."""

from typing import Annotated

from fastapi import Path, Query

from labwright_auth.access import PeopleEditor, PeopleReader, RoleGiver
from labwright_auth.accounts import queries as accounts
from labwright_auth.accounts.models import User
from labwright_auth.people import queries, service
from labwright_auth.people.schemas import (
    PeopleQuery,
    PersonOut,
    PersonPatch,
    RolesChange,
    UserOut,
)
from labwright_auth.permissions import USER_READ_ANY
from labwright_chassis import clock
from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.callers import Caller
from labwright_chassis.lists import Page

router = ServiceRouter(prefix="/api/v1/auth/users", tags=["people"])

UserId = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("")
def list_people(
    query: Annotated[PeopleQuery, Query()], by: PeopleReader, session: DbReader, links: PageLinks
) -> Page[UserOut | PersonOut]:
    """Find people; admins see more of them."""
    people, count = queries.page(session, query, all_of_them=by.may(USER_READ_ANY))
    return links.page([_shown(person, by) for person in people], count=count, query=query)


@router.get("/{user_id}")
def get_person(
    user_id: UserId, by: PeopleReader, session: DbReader, validators: Validators
) -> UserOut | PersonOut:
    """One person."""
    person = accounts.get(session, user_id)
    validators.answer(person.version)
    return _shown(person, by)


@router.patch("/{user_id}")
def update_person(
    user_id: UserId, body: PersonPatch, by: PeopleEditor, session: DbSession, validators: Validators
) -> UserOut:
    """Rename, disable or enable a person."""
    person = service.update_person(
        session,
        user_id=user_id,
        changes=body,
        by=by,
        expected=validators.expect,
        now=clock.now(),
    )
    validators.changed(person.version)
    return UserOut.model_validate(person)


@router.put("/{user_id}/roles")
def assign_roles(
    user_id: UserId, body: RolesChange, by: RoleGiver, session: DbSession, validators: Validators
) -> UserOut:
    """Give a person these roles and no others; nobody gives or takes what he lacks."""
    person = service.assign_roles(
        session,
        user_id=user_id,
        wanted=body,
        by=by,
        expected=validators.expect,
        now=clock.now(),
    )
    validators.changed(person.version)
    return UserOut.model_validate(person)


def _shown(person: User, by: Caller) -> UserOut | PersonOut:
    seen = UserOut if by.may(USER_READ_ANY) else PersonOut
    return seen.model_validate(person)
