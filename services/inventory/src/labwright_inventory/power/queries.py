"""PDUs and outlets."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, insert, select, update
from sqlalchemy.orm import Session

from labwright_chassis.errors import NotFound
from labwright_chassis.lists import count
from labwright_inventory.dependents.queries import devices
from labwright_inventory.entries import queries
from labwright_inventory.power.models import Outlet, Pdu
from labwright_inventory.power.schemas import OutletQuery, PduQuery


def page(session: Session, query: PduQuery) -> tuple[Sequence[Pdu], int]:
    """A page of PDUs, and how many match."""
    filters = []
    if query.site_id:
        filters.append(Pdu.site_id.in_(query.site_id))
    if query.driver:
        filters.append(Pdu.driver.in_(query.driver))
    return queries.page(session, Pdu, query, *filters)


def outlets(
    session: Session, query: OutletQuery, *filters: ColumnElement[bool]
) -> tuple[Sequence[Any], int]:
    """A page of outlets with PDU and device, and how many match."""
    statement = _outlets().where(*filters)
    if query.fed is not None:
        free = Outlet.device_id.is_(None)
        statement = statement.where(~free if query.fed else free)
    rows = statement.order_by(Pdu.name_key, Outlet.number)
    found = session.execute(rows.limit(query.limit).offset(query.offset)).all()
    return found, count(session, statement.with_only_columns(Outlet.id))


def outlet(session: Session, pdu_id: int, number: int) -> Any:
    """One outlet with PDU and device; NotFound if the PDU has none of that number."""
    mine = (Outlet.pdu_id == pdu_id, Outlet.number == number)
    row = session.execute(_outlets().where(*mine)).one_or_none()
    if row is None:
        raise NotFound(f"PDU {pdu_id} has no outlet {number}.")
    return row


def feeding(session: Session, pdu_id: int, *, above: int = 0) -> Sequence[int]:
    """Numbers of the outlets above that one which feed a device."""
    fed = select(Outlet.number).where(
        Outlet.pdu_id == pdu_id, Outlet.number > above, Outlet.device_id.is_not(None)
    )
    return session.scalars(fed.order_by(Outlet.number)).all()


def of_device(session: Session, device_id: int) -> Sequence[Any]:
    """The outlets that feed a device."""
    mine = _outlets().where(Outlet.device_id == device_id)
    return session.execute(mine.order_by(Outlet.id)).all()


def add_outlets(session: Session, pdu_id: int, first: int, last: int) -> None:
    """Add the outlets of these numbers."""
    rows = [{"pdu_id": pdu_id, "number": number} for number in range(first, last + 1)]
    if rows:
        session.execute(insert(Outlet), rows)


def drop_outlets(session: Session, pdu_id: int, *, above: int) -> None:
    """Drop the outlets above that number."""
    session.execute(
        delete(Outlet)
        .where(Outlet.pdu_id == pdu_id, Outlet.number > above)
        .execution_options(synchronize_session=False)
    )


def change_outlet(session: Session, outlet_id: int, values: dict[str, Any]) -> None:
    """Set these columns."""
    session.execute(update(Outlet).where(Outlet.id == outlet_id).values(values))


def _outlets() -> Select[Any]:
    return (
        select(
            Outlet.id,
            Outlet.pdu_id,
            Pdu.name.label("pdu_name"),
            Outlet.number,
            Outlet.label,
            Outlet.device_id,
            devices.c.name.label("device_name"),
        )
        .join(Pdu, Pdu.id == Outlet.pdu_id)
        .outerjoin(devices, devices.c.id == Outlet.device_id)
        .where(Pdu.removed_at.is_(None))
    )
