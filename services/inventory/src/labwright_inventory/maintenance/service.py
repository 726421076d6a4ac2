"""Planning, starting, finishing and cancelling the maintenance of a device."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis import audit, clock, outbox
from labwright_chassis.callers import Caller
from labwright_chassis.errors import Malformed, NotFound
from labwright_contracts.catalogue import MAINTENANCE_CHANGED, MAINTENANCE_REMOVED
from labwright_inventory.devices import queries as devices
from labwright_inventory.devices.models import Device
from labwright_inventory.devices.rules import DeviceStatus
from labwright_inventory.devices.service import change_along, scope_of
from labwright_inventory.entries.service import Expectation
from labwright_inventory.history import queries as past
from labwright_inventory.history import service as history
from labwright_inventory.history.models import Action
from labwright_inventory.maintenance import queries
from labwright_inventory.maintenance.errors import MaintenanceRefused
from labwright_inventory.maintenance.models import FIELDS, Maintenance
from labwright_inventory.maintenance.rules import MaintenanceState, Step, as_told
from labwright_inventory.permissions import MAINTENANCE_WRITE


def plan_maintenance(session: Session, values: Mapping[str, Any], *, by: Caller) -> Maintenance:
    """Schedule a maintenance.

    Raises:
        Malformed: there is no such device.
    """
    device = _hold_device(session, values["device_id"])
    by.must(MAINTENANCE_WRITE, scope_of(by, device.site_id))
    fields = {name: values[name] for name in FIELDS}
    maintenance = Maintenance(
        device_id=device.id, state=MaintenanceState.SCHEDULED, version=1, **fields
    )
    session.add(maintenance)
    session.flush()
    change_along(session, device, {}, action=Action.MAINTENANCE)
    _tell(session, maintenance, "create", before=None)
    return maintenance


def change_maintenance(
    session: Session, id: int, values: Mapping[str, Any], *, by: Caller, expect: Expectation
) -> Maintenance:
    """Change the fields that are given.

    Raises:
        MaintenanceRefused: its state no longer lets one of them change.
        Malformed: the window would end before it starts.
    """
    device, maintenance = _take(session, id, by, expect)
    before = maintenance.told()
    if not maintenance.change(values, clock.now()):
        return maintenance
    if maintenance.end <= maintenance.start:
        raise Malformed.at("/end", "The window must end after it starts.")
    change_along(session, device, {}, action=Action.MAINTENANCE)
    _tell(session, maintenance, "update", before=before)
    return maintenance


def start_maintenance(session: Session, id: int, *, by: Caller, expect: Expectation) -> Maintenance:
    """Begin the work: the device is in maintenance from now on.

    Raises:
        MaintenanceRefused: it is not scheduled, its device is removed, or another is under way.
    """
    device, maintenance = _take(session, id, by, expect)
    before = maintenance.told()
    maintenance.move(Step.START, clock.now())
    if device.removed_at is not None:
        raise MaintenanceRefused("The device is removed.")
    if other := queries.under_way(session, device.id, besides=id):
        raise MaintenanceRefused(f"Maintenance {other} of this device is under way.", other=other)
    maintenance.former_status = device.status
    into = {"status": DeviceStatus.IN_MAINTENANCE}
    change_along(session, device, into, action=Action.MAINTENANCE, note=_note(maintenance))
    _tell(session, maintenance, "start", before=before)
    return maintenance


def finish_maintenance(
    session: Session, id: int, report: Mapping[str, Any], *, by: Caller, expect: Expectation
) -> Maintenance:
    """End the work and keep what was done; the device is again what it was.

    Raises:
        MaintenanceRefused: it is not under way.
        Malformed: it would be due again before it was performed.
    """
    device, maintenance = _take(session, id, by, expect)
    before = maintenance.told()
    maintenance.move(Step.FINISH, clock.now())
    present = {"performed_at": clock.now(), "performed_by": by.name}
    for name, value in (present | {n: v for n, v in report.items() if v is not None}).items():
        setattr(maintenance, name, value)
    performed, due = maintenance.performed_at, maintenance.next_due
    if performed is not None and due is not None and due <= performed:
        raise Malformed.at("/next_due", "It must be due after it was performed.")
    _give_back(session, device, maintenance)
    _tell(session, maintenance, "finish", before=before)
    return maintenance


def cancel_maintenance(
    session: Session, id: int, *, reason: str | None, by: Caller, expect: Expectation
) -> Maintenance:
    """Call it off, or break it off; the device is again what it was."""
    device, maintenance = _take(session, id, by, expect)
    before = maintenance.told()
    broken_off = maintenance.state is MaintenanceState.IN_PROGRESS
    maintenance.move(Step.CANCEL, clock.now())
    maintenance.outcome = reason or maintenance.outcome
    if broken_off:
        _give_back(session, device, maintenance)
    else:
        change_along(session, device, {}, action=Action.MAINTENANCE)
    _tell(session, maintenance, "cancel", before=before)
    return maintenance


def _hold_device(session: Session, id: int) -> Device:
    try:
        return devices.get(session, id, lock=True)
    except NotFound as error:
        raise Malformed.at("/device_id", error.detail, "unknown") from error


def _take(session: Session, id: int, by: Caller, expect: Expectation) -> tuple[Device, Maintenance]:
    device, maintenance = queries.lock(session, id)
    by.must(MAINTENANCE_WRITE, scope_of(by, device.site_id))
    expect(maintenance.version)
    return device, maintenance


def _give_back(session: Session, device: Device, maintenance: Maintenance) -> None:
    """Set the device back to its former status, unless somebody has set another meanwhile."""
    values = {}
    untouched = past.latest_note(session, device.id, "status") == _note(maintenance)
    if untouched and device.status is DeviceStatus.IN_MAINTENANCE and not device.removed_at:
        values = {"status": maintenance.former_status}
    note = _note(maintenance)
    change_along(session, device, values, action=Action.MAINTENANCE, note=note)


def _note(maintenance: Maintenance) -> str:
    return f"maintenance {maintenance.id}"


def _tell(
    session: Session, maintenance: Maintenance, verb: str, *, before: dict[str, Any] | None
) -> None:
    """Keep history and audit, and point at the new state."""
    after = maintenance.told()
    device_id = maintenance.device_id
    entry = history.Change(device_id, Action.MAINTENANCE, "maintenance", before, after)
    history.record(session, [entry])
    different = {n: v for n, v in after.items() if before is None or before[n] != v}
    audit.record(
        session,
        f"inventory.maintenance.{verb}",
        target=f"maintenance/{maintenance.id}",
        before=before and as_told({name: before[name] for name in different}),
        after=different | {"device_id": device_id},
    )
    cancelled = maintenance.state is MaintenanceState.CANCELLED
    event_type = MAINTENANCE_REMOVED if cancelled else MAINTENANCE_CHANGED
    outbox.add_state(session, event_type, id=maintenance.id, version=maintenance.version)
