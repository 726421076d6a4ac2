"""Locks over HTTP."""

from typing import Annotated

from fastapi import Path, Query

from labwright_auth.access import PeopleEditor
from labwright_auth.locks import queries, service
from labwright_auth.locks.schemas import LockOut
from labwright_chassis import clock
from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import ListQuery, Page

UserId = Annotated[int, Path(ge=1, lt=2**63)]

router = ServiceRouter(prefix="/api/v1/auth", tags=["locks"])


@router.get("/locks")
def list_locks(
    query: Annotated[ListQuery, Query()], by: PeopleEditor, session: DbReader, links: PageLinks
) -> Page[LockOut]:
    """People who are locked out for a while."""
    locks, count = queries.page(session, query, now=clock.now())
    return links.page([LockOut.model_validate(lock) for lock in locks], count=count, query=query)


@router.delete("/users/{user_id}/lock", status_code=204)
def lift_lock(user_id: UserId, by: PeopleEditor, session: DbSession) -> None:
    """Let a person try again at once."""
    service.lift_lock(session, user_id=user_id)


@router.delete("/users/{user_id}/second-factor", status_code=204)
def take_second_factor(user_id: UserId, by: PeopleEditor, session: DbSession) -> None:
    """Take the second factor of a person who lost it; he is signed out everywhere."""
    service.take_second_factor(session, user_id=user_id, by=by, now=clock.now())
