"""Closing devices for a time, and opening them again.

What was booked before stays: it is recorded as overcommitted, under the devices' locks, in the
transaction that closes.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import Malformed
from labwright_contracts.problems import FieldError
from labwright_scheduler import permissions
from labwright_scheduler.bookings.service.room import appeared
from labwright_scheduler.calendar import queries as calendar
from labwright_scheduler.calendar.models import Closure, ClosureTarget
from labwright_scheduler.calendar.rules import ClosureScope
from labwright_scheduler.closures import queries
from labwright_scheduler.closures.schemas import ClosureChange, ClosureIn, ClosureOut
from labwright_scheduler.devices import queries as devices
from labwright_scheduler.devices import service as device_service
from labwright_scheduler.devices.models import Device

Expectation = Callable[[int], None]
"""Raises when the caller's copy is not of this version."""


def close(session: Session, request: ClosureIn, *, by: Caller) -> Closure:
    """Close what is named for a time.

    Raises:
        Malformed: it has ended already, or names a device that is not there.
        NotAllowed: something of it is at a site that is not the caller's.
    """
    locked = _lock(session, request.scope, request.target_ids)
    _must_keep(by, request.scope, request.target_ids, locked)
    now = clock.database_now(session)
    if request.end <= now:
        raise Malformed.at("/end", "A closure must end in the future.", "past")
    closure = Closure(
        scope=request.scope,
        reason=request.reason,
        start_at=request.start,
        end_at=request.end,
        created_by=by.id,
        created_at=now,
        updated_at=now,
        targets=[ClosureTarget(target_id=id) for id in sorted(set(request.target_ids))],
    )
    session.add(closure)
    session.flush()
    _settled(session, locked)
    _record(session, "create", closure, after=_told(closure))
    return closure


def change(
    session: Session, id: int, change: ClosureChange, *, by: Caller, expect: Expectation
) -> Closure:
    """Move a closure or say another reason.

    Raises:
        NotFound: there is none.
        Malformed: it would end before it starts.
    """
    closure, locked = _lock_whole(session, id, by)
    expect(closure.version)
    before = _told(closure)
    closure.start_at = change.start or closure.start_at
    closure.end_at = change.end or closure.end_at
    closure.reason = change.reason or closure.reason
    if closure.end_at <= closure.start_at:
        raise Malformed.at("/end", "A closure must end after it starts.", "order")
    if _told(closure) == before:
        return closure
    closure.version += 1
    closure.updated_at = clock.database_now(session)
    session.flush()
    _settled(session, locked)
    _record(session, "update", closure, before=before, after=_told(closure))
    return closure


def open_again(session: Session, id: int, *, by: Caller, expect: Expectation) -> None:
    """Take a closure away."""
    closure, locked = _lock_whole(session, id, by)
    expect(closure.version)
    closure.removed_at = closure.updated_at = clock.database_now(session)
    closure.version += 1
    session.flush()
    _settled(session, locked)
    _record(session, "delete", closure, before=_told(closure))


def _lock(session: Session, scope: ClosureScope, targets: Sequence[int]) -> dict[int, Device]:
    """All devices that such a closure is about, locked; those named must be there."""
    calendar.lock_closures(session)
    locked = devices.lock(session, devices.in_scope(session, scope, targets))
    if scope is ClosureScope.DEVICE:
        unknown = [
            FieldError(
                pointer=f"/target_ids/{n}",
                code="unknown_device",
                message=f"There is no device {id}.",
            )
            for n, id in enumerate(targets)
            if id not in locked
        ]
        if unknown:
            raise Malformed(unknown[0].message, errors=unknown)
    return locked


def _lock_whole(session: Session, id: int, by: Caller) -> tuple[Closure, dict[int, Device]]:
    """A closure and its devices: found unlocked, locked in order, read again."""
    found = queries.get(session, id)
    targets = [target.target_id for target in found.targets]
    locked = _lock(session, found.scope, targets)
    _must_keep(by, found.scope, targets, locked)
    return queries.get(session, id, lock=True), locked


def _must_keep(
    by: Caller, scope: ClosureScope, targets: Sequence[int], locked: dict[int, Device]
) -> None:
    """A type or the lab is closed by those who may everywhere, the rest at its own site."""
    if scope is ClosureScope.DEVICE:
        sites = {device.site_id for device in locked.values()}
        scopes = [Scope.at(by.org, site) for site in sites]
    elif scope is ClosureScope.SITE:
        scopes = [Scope.at(by.org, site) for site in targets]
    else:
        scopes = [Scope.at(by.org, None)]
    for each in scopes:
        by.must(permissions.CLOSURE_WRITE, each)


def _settled(session: Session, locked: dict[int, Device]) -> None:
    """Record whom it hits or frees, and let timelines be read anew."""
    if locked:
        now = clock.database_now(session)
        device_service.assess(session, list(locked.values()), now=now)
        devices.touch(session, sorted(locked))
        appeared(session, locked, sorted(locked), now=now)


def _told(closure: Closure) -> dict[str, object]:
    told = ClosureOut.of(closure).model_dump(mode="json")
    return {name: told[name] for name in ("scope", "target_ids", "start", "end", "reason")}


def _record(session: Session, verb: str, closure: Closure, **states: Any) -> None:
    audit.record(session, f"scheduler.closure.{verb}", target=f"closure/{closure.id}", **states)
