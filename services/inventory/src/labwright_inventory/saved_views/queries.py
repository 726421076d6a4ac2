"""Views by number, and pages of them."""

from sqlalchemy import Row, Select, func, or_, select, true
from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import contains, count, ordered
from labwright_inventory.people.models import Person
from labwright_inventory.saved_views.models import SavedView
from labwright_inventory.saved_views.schemas import SavedViewQuery

_ORDER = {
    "name": SavedView.name_key,
    "created_at": SavedView.created_at,
    "updated_at": SavedView.updated_at,
    "id": SavedView.id,
}


def get(session: Session, id: int, *, by: Caller, lock: bool = False) -> SavedView:
    """A view of the caller's own or a shared one, locked for a change if asked.

    Raises:
        NotFound: there is none.
    """
    statement = _readable(by).where(SavedView.id == id)
    view = session.scalar(statement.with_for_update() if lock else statement)
    if view is None:
        raise NotFound(f"There is no view {id}.")
    return view


def page(session: Session, query: SavedViewQuery, *, by: Caller) -> tuple[list[SavedView], int]:
    """The views of a page that the caller may open, and how many there are: two statements."""
    statement = _readable(by)
    if query.mine:
        statement = statement.where(SavedView.owner_id == by.id)
    if query.q:
        statement = statement.where(contains(SavedView.name, query.q))
    rows = ordered(statement, query.ordering, _ORDER, by="name,id")
    found = list(session.scalars(rows.limit(query.limit).offset(query.offset)))
    return found, count(session, statement)


def number(session: Session, owner_id: int) -> int:
    """How many somebody keeps."""
    statement = select(func.count()).where(SavedView.owner_id == owner_id)
    return session.scalar(statement) or 0


def owners(session: Session, views: list[SavedView]) -> dict[int, Row[int, str, str]]:
    """User name and name of who keeps them, by id."""
    statement = select(Person.id, Person.username, Person.name)
    ids = {view.owner_id for view in views}
    return {row.id: row for row in session.execute(statement.where(Person.id.in_(ids)))}


def _readable(by: Caller) -> Select[SavedView]:
    mine_or_shared = or_(SavedView.owner_id == by.id, SavedView.shared == true())
    return select(SavedView).where(SavedView.org == by.org, mine_or_shared)
