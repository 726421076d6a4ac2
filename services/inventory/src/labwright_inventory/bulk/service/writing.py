"""Writes plans: bulk statements, history, audit, search texts and events of each device."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from labwright_chassis import clock, outbox
from labwright_chassis.db import origin_of
from labwright_chassis.tables import outbox as outbox_table
from labwright_contracts.audit import AuditRecorded
from labwright_contracts.catalogue import AUDIT_RECORDED, DEVICE_CHANGED, DEVICE_REMOVED
from labwright_inventory.bulk import queries
from labwright_inventory.bulk.service.plans import BY_ID, Plan
from labwright_inventory.db import translated
from labwright_inventory.devices import errors
from labwright_inventory.devices.models import Device
from labwright_inventory.devices.rules import keys_of
from labwright_inventory.devices.schemas import DeviceView
from labwright_inventory.devices.service import tag_history
from labwright_inventory.history import service as history
from labwright_inventory.history.models import Action
from labwright_inventory.power import service as power
from labwright_inventory.racks import service as racks
from labwright_inventory.search import service as search
from labwright_inventory.tags.models import device_tags
from labwright_inventory.wiring import service as wiring

_devices = cast(Table, Device.__table__)


@dataclass(frozen=True, slots=True)
class Deed:
    """What the history says of all devices of one request: what was done, and why.

    Without `action` a new device's entries say `create`, others `update`.
    """

    action: Action | None = None
    note: str = ""

    def of(self, plan: Plan) -> Action:
        """What was done to this device."""
        usual = Action.CREATE if plan.present is None else Action.UPDATE
        return self.action or usual


def free(session: Session, ids: Iterable[int]) -> None:
    """Have devices give up their names and keys before any is taken: they may swap them."""
    freed = {"name_key": None, "oi_id_key": None, "serial_key": None}
    for portion in queries.portions(sorted(ids)):
        session.execute(update(_devices).where(_devices.c.id.in_(portion)).values(freed))


def write(session: Session, plans: Sequence[Plan], deed: Deed) -> None:
    """Write plans without errors, at most a thousand; new devices are given their ids.

    Raises:
        Taken: another request has taken a name since the plans were made.
        DoesNotFit: a device would collide in its rack.
    """
    verify(session, put(session, plans, deed))


def verify(session: Session, rack_ids: Collection[int]) -> None:
    """See that what was put into these racks fits.

    Raises:
        DoesNotFit: it does not.
    """
    racks.verify_all(session, rack_ids, pointer="/items")


def put(session: Session, plans: Sequence[Plan], deed: Deed) -> set[int]:
    """Like `write`, for a part of a change: the racks to `verify` once all of it is written."""
    new = [plan for plan in plans if plan.present is None]
    changed = sorted((plan for plan in plans if plan.present), key=lambda plan: plan.id)
    with translated(errors.taken_meanwhile()):
        _update(session, changed)
        _create(session, new)
    wiring.add_templated(session, {plan.id: plan.fields["device_type_id"] for plan in new})
    written = [*changed, *new]
    _tag(session, written)
    history.record(session, (change for plan in written for change in _told(plan, deed)))
    search.refresh(session, [plan.id for plan in written])
    rows = [_audit_row(session, plan, deed) for plan in written]
    reached = sorted((plan.id, plan.version) for plan in written)
    _send(session, [*rows, *(_pointer(session, DEVICE_CHANGED, *state) for state in reached)])
    return _racks_to_verify(plans)


def remove(session: Session, views: Sequence[DeviceView], deed: Deed) -> None:
    """End locked devices softly, at most a thousand."""
    now, ids = clock.now(), [view.row.id for view in views]
    for id in wiring.linked(session, ids):
        wiring.unlink_device(session, id)
    for id in power.fed(session, ids):
        power.unplug_device(session, id)
    ended = {"name_key": None, "oi_id_key": None, "serial_key": None, "removed_at": now}
    told = ended | {"updated_at": now, "version": _devices.c.version + 1}
    session.execute(update(_devices).where(_devices.c.id.in_(ids)).values(told))
    words = (None, now.isoformat())
    action = deed.action or Action.REMOVE
    history.record(
        session, (history.Change(id, action, "removed_at", *words, deed.note) for id in ids)
    )
    search.forget(session, ids)
    plans = [Plan(view, view.row.id, changes={"removed_at": words}) for view in views]
    rows = [_audit_row(session, plan, deed, verb="delete") for plan in plans]
    reached = sorted((plan.id, plan.version) for plan in plans)
    _send(session, [*rows, *(_pointer(session, DEVICE_REMOVED, *state) for state in reached)])


def _racks_to_verify(plans: Iterable[Plan]) -> set[int]:
    """Racks in which a device takes units that it did not take before."""
    moved = {"rack", "u_position", "device_type"}
    return {
        plan.fields["rack_id"]
        for plan in plans
        if plan.fields["u_position"] is not None and moved & plan.changes.keys()
    }


def _values(plan: Plan) -> dict[str, Any]:
    return {
        **plan.fields,
        **keys_of(plan.fields),
        "version": plan.version,
        "updated_at": clock.now(),
    }


def _create(session: Session, plans: Sequence[Plan]) -> None:
    if not plans:
        return
    rows = [_values(plan) | {"created_at": clock.now()} for plan in plans]
    session.execute(insert(_devices), rows)
    names = [(row["site_key"], row["name_key"]) for row in rows]
    ids = queries.ids_of(session, names)
    for plan, name in zip(plans, names, strict=True):
        plan.device_id = ids[name]


def _update(session: Session, plans: Sequence[Plan]) -> None:
    if not plans:
        return
    rows = [_values(plan) | {"row_id": plan.id} for plan in plans]
    columns: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "row_id"}
    statement = update(_devices).where(_devices.c.id == bindparam("row_id")).values(columns)
    session.execute(statement, rows)


def _tag(session: Session, plans: Sequence[Plan]) -> None:
    gone, given = [], []
    for plan in plans:
        before = plan.present.tags if plan.present else ()
        gone += [{"d": plan.id, "t": tag[0]} for tag in before if tag not in plan.tags]
        given += [
            {"device_id": plan.id, "tag_id": tag[0]} for tag in plan.tags if tag not in before
        ]
    if gone:
        pair = (device_tags.c.device_id == bindparam("d"), device_tags.c.tag_id == bindparam("t"))
        session.execute(delete(device_tags).where(*pair), gone)
    if given:
        session.execute(insert(device_tags), given)


def _told(plan: Plan, deed: Deed) -> Iterator[history.Change]:
    for column, (old, new) in plan.changes.items():
        if column == "tags":
            tagged = deed.action or Action.TAGS
            yield from tag_history(plan.id, old or (), new or (), action=tagged, note=deed.note)
        else:
            told = _referred(plan, column, old, new) if column in BY_ID else (old, new)
            yield history.Change(plan.id, deed.of(plan), column, *told, deed.note)


def _referred(plan: Plan, column: str, old: Any, new: Any) -> tuple[Any, Any]:
    name = f"{column}_id"
    before = old and {"id": getattr(plan.present and plan.present.row, name), "name": old}
    return before, new and {"id": plan.fields[name], "name": new}


def _audit_row(
    session: Session, plan: Plan, deed: Deed, *, verb: str | None = None
) -> Mapping[str, Any]:
    # One statement for all; the chassis' own writes one entry at a time.
    origin = origin_of(session)
    entry = AuditRecorded(
        at=clock.now(),
        service="inventory",
        actor=origin.actor,
        actor_name=origin.actor_name,
        action=f"inventory.device.{verb or ('update' if plan.present else 'create')}",
        target=f"device/{plan.id}",
        reason=deed.note,
        before={column: old for column, (old, _) in plan.changes.items()} if plan.present else None,
        after={column: new for column, (_, new) in plan.changes.items()},
        request_id=origin.request_id,
    )
    payload = entry.model_dump(mode="json")
    return _pointer(session, AUDIT_RECORDED, plan.id, 0) | {"payload": payload}


def _pointer(session: Session, event_type: str, id: int, version: int) -> dict[str, Any]:
    # Written at once, where the chassis keeps all until the end: of a large import that is much.
    origin = origin_of(session)
    return {
        "event_id": outbox.uuid7(),
        "type": event_type,
        "aggregate": "device",
        "aggregate_id": str(id),
        "version": version,
        "payload": None,
        "actor": origin.actor,
        "org": origin.org,
        "request_id": origin.request_id,
        "traceparent": origin.traceparent,
        "created_at": clock.now(),
    }


def _send(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        session.execute(insert(outbox_table), rows)
