"""A change under many devices: two statements, however many they are."""

from sqlalchemy import ColumnElement, Select, String, cast, func, insert, literal, select, update
from sqlalchemy.orm import Session

from labwright_chassis import clock, outbox
from labwright_chassis.db import origin_of
from labwright_chassis.tables import outbox as table
from labwright_contracts.catalogue import DEVICE_CHANGED
from labwright_inventory.dependents.queries import devices

_TWELVE_DIGITS = 10**12


def raise_versions(session: Session, affected: ColumnElement[bool]) -> None:
    """Raise the version of the affected devices and point at them in the outbox.

    Removed ones included: their last snapshot, too, shows what has changed.
    """
    session.execute(update(devices).where(affected).values(version=devices.c.version + 1))
    pointers = _pointers(session).where(affected)
    names = [column.name for column in pointers.selected_columns]
    session.execute(insert(table).from_select(names, pointers))


def _pointers(session: Session) -> Select[tuple[object, ...]]:
    origin = origin_of(session)
    values = {
        "event_id": _event_id(),
        "type": literal(DEVICE_CHANGED),
        "aggregate": literal("device"),
        "aggregate_id": cast(devices.c.id, String(64)),
        "version": devices.c.version,
        "actor": literal(origin.actor),
        "org": literal(origin.org),
        "request_id": literal(origin.request_id),
        "traceparent": literal(origin.traceparent),
        "created_at": literal(clock.now(), table.c.created_at.type),
    }
    # In id order, so that the events of one change leave in the order of their devices.
    return select(*(value.label(name) for name, value in values.items())).order_by(devices.c.id)


def _event_id() -> ColumnElement[str]:
    # A UUIDv7 of this statement whose last twelve digits are the device's id: no database
    # function makes a fresh UUID per row on all three.
    beginning = outbox.uuid7().hex[:20]
    digits = func.substr(cast(devices.c.id + _TWELVE_DIGITS, String(20)), 2)
    return literal(beginning, String()).concat(digits)
