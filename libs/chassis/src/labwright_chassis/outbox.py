"""Events written in the transaction of the change they tell of; the relay sends them."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.db import at_end, insert_new, origin_of
from labwright_chassis.tables import counters, outbox
from labwright_contracts.base import Contract


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, 5.7): 48 bits of milliseconds, the rest random."""
    value = int(clock.now().timestamp() * 1000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def add_state(session: Session, event_type: str, *, id: int, version: int) -> None:
    """Tell that an object reached `version`; the relay renders its snapshot when it sends."""
    add_states(session, event_type, [(id, version)])


def add_states(session: Session, event_type: str, versions: Iterable[tuple[int, int]]) -> None:
    """Tell of many objects at once, as (id, version)."""
    for id, version in versions:
        _add(session, _row(session, event_type, str(id), version))


def add_fact(
    session: Session, event_type: str, *, subject: str, body: Contract, version: int = 0
) -> None:
    """Tell something that happened; `subject` is `<kind>/<id>`, `body` travels as it is."""
    kind, _, id = subject.partition("/")
    row = _row(session, event_type, id, version)
    row |= {"aggregate": kind, "payload": body.model_dump(mode="json")}
    _add(session, row)


def epoch(session: Session) -> int:
    """This service's epoch: 1, and one more after every restore from a backup."""
    value = session.scalar(select(counters.c.value).where(counters.c.name == "epoch"))
    return value or 1


def raise_epoch(session: Session) -> int:
    """Begin a new epoch, after a restore: copies of the lost future give way to this state."""
    raised = epoch(session) + 1
    insert_new(session, counters, {"name": "epoch", "value": raised})
    session.execute(update(counters).where(counters.c.name == "epoch").values(value=raised))
    return raised


def _add(session: Session, row: dict[str, object]) -> None:
    """Keep the row until the work of the unit is done: all of them go in by one statement."""
    session.info.setdefault("outbox", []).append(row)
    at_end(session, _write)


def _write(session: Session) -> None:
    session.execute(insert(outbox), session.info.pop("outbox"))


def _row(session: Session, event_type: str, id: str, version: int) -> dict[str, object]:
    origin = origin_of(session)
    return {
        "event_id": uuid7(),
        "type": event_type,
        "aggregate": event_type.split(".")[1],
        "aggregate_id": id,
        "version": version,
        "payload": None,
        "actor": origin.actor,
        "org": origin.org,
        "request_id": origin.request_id,
        "traceparent": origin.traceparent,
        "created_at": clock.now(),
    }
