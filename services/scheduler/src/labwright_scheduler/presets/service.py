"""Keeping presets, changing them, booking by them."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import Malformed, NotAllowed, NotFound
from labwright_contracts.problems import FieldError
from labwright_scheduler import permissions
from labwright_scheduler.bookings import service as bookings
from labwright_scheduler.bookings.service import Change
from labwright_scheduler.people import service as people
from labwright_scheduler.presets import queries
from labwright_scheduler.presets.errors import NameTaken, TooManyPresets
from labwright_scheduler.presets.models import Preset
from labwright_scheduler.presets.rules import Kind
from labwright_scheduler.presets.schemas import PresetBookIn, PresetChange, PresetIn

MOST_PRESETS = 200
"""How many of a kind a person may keep."""

Expectation = Callable[[int], None]
"""Raises when the caller's copy is not of this version."""


def keep(session: Session, kind: Kind, request: PresetIn[Any], *, by: Caller) -> Preset:
    """Keep something under a name.

    Raises:
        Malformed: an unknown device or port.
        NameTaken, TooManyPresets: among the caller's own.
        NotAllowed: who may not look after those of others shares no device group.
    """
    people.lock_caller(session, by)
    if queries.number(session, kind, by.id) >= MOST_PRESETS:
        raise TooManyPresets(f"At most {MOST_PRESETS} are kept of each kind.")
    fields = request.model_dump(mode="json")
    _must_know(session, kind, fields["items"])
    now = clock.database_now(session)
    preset = Preset(kind=kind, org=by.org, owner_id=by.id, created_at=now, updated_at=now)
    preset.take(fields)
    _must_share(preset, by)
    session.add(preset)
    _flush(session, preset)
    _record(session, "create", preset, after=preset.told())
    return preset


def change(
    session: Session,
    kind: Kind,
    id: int,
    request: PresetChange[Any],
    *,
    by: Caller,
    expect: Expectation,
) -> Preset:
    """Change what is sent.

    Raises:
        NotFound: there is none that the caller may read.
        NotAllowed: it is somebody else's.
        Malformed, NameTaken: as `keep`.
    """
    preset = _lock_own(session, kind, id, by=by)
    expect(preset.version)
    before = preset.told()
    fields = request.model_dump(mode="json", exclude_unset=True)
    _must_know(session, kind, fields.get("items", ()))
    preset.take(fields)
    _must_share(preset, by)
    if preset.told() == before and "description" not in fields:
        return preset
    preset.version += 1
    preset.updated_at = clock.database_now(session)
    _flush(session, preset)
    _record(session, "update", preset, before=before, after=preset.told())
    return preset


def drop(session: Session, kind: Kind, id: int, *, by: Caller, expect: Expectation) -> None:
    """Keep it no longer; what was booked by it stays.

    Raises:
        NotFound, NotAllowed: as `change`.
    """
    preset = _lock_own(session, kind, id, by=by)
    expect(preset.version)
    session.delete(preset)
    _record(session, "delete", preset, before=preset.told())


def book(session: Session, kind: Kind, id: int, request: PresetBookIn, *, by: Caller) -> Change:
    """Book all of its devices, or none.

    Raises:
        NotFound: there is none that the caller may read.
        BookingRefused, Malformed, NotAllowed: as any booking.
    """
    preset = readable(session, kind, id, by=by)
    return bookings.book(session, request.request(preset.content, _apart(preset)), by=by)


def readable(session: Session, kind: Kind, id: int, *, by: Caller) -> Preset:
    """A preset of the caller's own, or a shared one.

    Raises:
        NotFound: there is none.
    """
    preset = queries.get(session, kind, id, org=by.org)
    _must_read(preset, by)
    return preset


def _apart(preset: Preset) -> list[dict[str, Any]]:
    """What is asked for; of a device once where ports of it were named."""
    if preset.kind is Kind.TEMPLATE:
        return preset.items
    return [{"device_id": id} for id in preset.device_ids()]


def _lock_own(session: Session, kind: Kind, id: int, *, by: Caller) -> Preset:
    preset = queries.get(session, kind, id, org=by.org, lock=True)
    _must_read(preset, by)
    if preset.owner_id != by.id and not by.may(permissions.PRESET_WRITE_ANY, Scope(preset.org)):
        raise NotAllowed(f"This {kind.words} is somebody else's.")
    return preset


def _must_read(preset: Preset, by: Caller) -> None:
    if not preset.shared and preset.owner_id != by.id:
        raise NotFound(f"There is no {preset.kind.words} {preset.id}.")


def _must_share(preset: Preset, by: Caller) -> None:
    """What the whole lab books together is kept by those who look after it."""
    if preset.kind is Kind.DEVICE_GROUP and preset.shared:
        by.must(permissions.PRESET_WRITE_ANY, Scope(preset.org))


def _must_know(session: Session, kind: Kind, items: Sequence[dict[str, Any]]) -> None:
    known = queries.devices(
        session, {item["device_id"] for item in items}, ports=kind is Kind.PATCH_LIST
    )
    wrong = []
    for n, item in enumerate(items):
        device = known.get(item["device_id"])
        if device is None or device.removed_at is not None:
            wrong.append(_unknown(n, "device", item["device_id"]))
        elif item.get("port_id") and item["port_id"] not in {p["id"] for p in device.ports or ()}:
            wrong.append(_unknown(n, "port", item["port_id"]))
    if wrong:
        raise Malformed(wrong[0].message, errors=wrong)


def _unknown(place: int, what: str, id: int) -> FieldError:
    message = f"There is no {what} {id}."
    return FieldError(pointer=f"/items/{place}/{what}_id", code=f"unknown_{what}", message=message)


def _flush(session: Session, preset: Preset) -> None:
    name, words = preset.name, preset.kind.words  # a failed flush leaves nothing to be read
    try:
        session.flush()
    except IntegrityError as error:
        raise NameTaken(f"There is another {words} called {name}.") from error


def _record(session: Session, verb: str, preset: Preset, **states: Any) -> None:
    action = f"scheduler.{preset.kind}.{verb}"
    audit.record(session, action, target=f"{preset.kind}/{preset.id}", **states)
