"""Giving devices ports, and linking them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.columns import normalised
from labwright_chassis.errors import Malformed, NotFound
from labwright_contracts.problems import FieldError
from labwright_inventory.catalog.rules import MOST_PORTS
from labwright_inventory.db import translated
from labwright_inventory.dependents.queries import devices
from labwright_inventory.dependents.service import raise_versions
from labwright_inventory.entries.errors import NameTaken
from labwright_inventory.entries.service import Expectation
from labwright_inventory.history import service as history
from labwright_inventory.history.models import Action
from labwright_inventory.permissions import DEVICE_WRITE
from labwright_inventory.wiring import queries
from labwright_inventory.wiring.errors import PortLinked, PortTaken, TooManyPorts
from labwright_inventory.wiring.models import Link, Port, link_ends

PORT_FIELDS = ("name", "kind", "direction", "polatis_port")


def add_port(session: Session, device_id: int, values: Mapping[str, Any], *, by: Caller) -> Port:
    """Add a port to a device.

    Raises:
        NotFound: there is no such device.
        NameTaken: it has a port of that name.
        TooManyPorts: it has `MOST_PORTS` already.
    """
    _lock_device(session, device_id, by)
    if queries.count_ports(session, device_id) >= MOST_PORTS:
        raise TooManyPorts(MOST_PORTS)
    port = Port(device_id=device_id, **values, name_key=normalised(values["name"]))
    session.add(port)
    _flush(session, port)
    _told(session, Action.PORTS, [(device_id, "port", None, port_state(port))])
    _record(session, "create", port, after=port_state(port))
    _raise(session, [device_id])
    return port


def add_missing_ports(session: Session, device_id: int, *, by: Caller) -> tuple[list[Port], int]:
    """Add the ports of a device's type whose names it does not have; and how many it had.

    Raises:
        NotFound: there is no such device.
        TooManyPorts: it would have more than `MOST_PORTS`.
    """
    device = _lock_device(session, device_id, by)
    added = add_templated(session, {device_id: device.device_type_id})
    templates = queries.templates(session, [device.device_type_id])
    present = len(templates.get(device.device_type_id, ())) - len(added)
    if added:
        for port in added:
            _record(session, "create", port, after=port_state(port))
        _raise(session, [device_id])
    return added, present


def add_templated(session: Session, types: Mapping[int, int]) -> list[Port]:
    """Add to locked or new devices, by id, the missing ports of their types, and keep history.

    Raising their versions is up to the caller: a new device's is told anyway.
    """
    templates = queries.templates(session, set(types.values()))
    concerned = {id: templates[type_id] for id, type_id in types.items() if type_id in templates}
    if not concerned:
        return []
    present = queries.names(session, concerned)
    ports = [
        Port(device_id=id, name_key=normalised(template["name"]), **_values(template))
        for id, wanted in concerned.items()
        for template in wanted
        if normalised(template["name"]) not in present[id]
    ]
    more = Counter(port.device_id for port in ports)
    if any(len(present[id]) + more[id] > MOST_PORTS for id in concerned):
        raise TooManyPorts(MOST_PORTS)
    session.add_all(ports)
    session.flush()
    told = [(port.device_id, "port", None, port_state(port)) for port in ports]
    _told(session, Action.PORTS, told)
    return ports


def change_port(
    session: Session, port_id: int, values: Mapping[str, Any], *, by: Caller, expect: Expectation
) -> tuple[Port, int | None]:
    """Change a port; the port and the id of its link."""
    port, link_id = _lock_port(session, port_id, by, expect)
    before = {name: _plain(getattr(port, name)) for name in values}
    changes = {name: value for name, value in values.items() if getattr(port, name) != value}
    if not changes:
        return port, link_id
    for name, value in changes.items():
        setattr(port, name, value)
    port.name_key = normalised(port.name)
    port.version += 1
    port.updated_at = clock.now()
    _flush(session, port)
    fields = [(f"port.{name}", before[name], _plain(new)) for name, new in changes.items()]
    told = [(port.device_id, field, old, new) for field, old, new in fields]
    _told(session, Action.PORTS, told, note=f"port {port.name}")
    after = {name: _plain(value) for name, value in changes.items()}
    _record(session, "update", port, before={name: before[name] for name in after}, after=after)
    _raise(session, [port.device_id])
    return port, link_id


def remove_port(session: Session, port_id: int, *, by: Caller, expect: Expectation) -> None:
    """Remove a port; `PortLinked` while it has a link."""
    port, link_id = _lock_port(session, port_id, by, expect)
    if link_id is not None:
        raise PortLinked(port.name, link_id)
    _told(session, Action.PORTS, [(port.device_id, "port", port_state(port), None)])
    _record(session, "delete", port, before=port_state(port))
    session.delete(port)
    session.flush()
    _raise(session, [port.device_id])


def link(session: Session, values: Mapping[str, Any], *, by: Caller) -> Link:
    """Link two ports.

    Raises:
        Malformed: a port does not exist, its device is removed, or both are the same.
        PortTaken: one of them has a link.
    """
    ends = {"/port_a_id": values["port_a_id"], "/port_b_id": values["port_b_id"]}
    _lock_ends(session, ends, by)
    made = Link(kind=values["kind"], notes=values["notes"])
    session.add(made)
    session.flush()
    rows = [
        {"link_id": made.id, "side": side, "port_id": id} for side, id in enumerate(ends.values())
    ]
    with translated({"uq_link_ends_port_id": PortTaken()}):
        session.execute(insert(link_ends), rows)
    row = queries.get_link(session, made.id)
    _tell_ends(session, row, "link", lambda state: (None, state))
    _record(session, "create", made, after=_link_state(row))
    _touch(session, ends.values())
    _raise(session, {row.a_device_id, row.b_device_id})
    return made


def change_link(
    session: Session, link_id: int, values: Mapping[str, Any], *, by: Caller, expect: Expectation
) -> Link:
    """Change kind or notes of a link."""
    made, row = _lock_link(session, link_id, by, expect)
    changes = {n: (getattr(made, n), v) for n, v in values.items() if getattr(made, n) != v}
    if not changes:
        return made
    for name, (_, value) in changes.items():
        setattr(made, name, value)
    made.version += 1
    made.updated_at = clock.now()
    session.flush()
    for name, (old, new) in changes.items():
        fields = [(id, f"link.{name}", _plain(old), _plain(new)) for id in _both(row)]
        _told(session, Action.LINKS, fields, note=f"link {made.id}")
    before = {name: _plain(old) for name, (old, _) in changes.items()}
    after = {name: _plain(new) for name, (_, new) in changes.items()}
    _record(session, "update", made, before=before, after=after)
    _raise(session, _both(row))
    return made


def unlink(session: Session, link_id: int, *, by: Caller, expect: Expectation) -> None:
    """End a link; its ports are free again."""
    made, row = _lock_link(session, link_id, by, expect)
    _end(session, [row])
    _record(session, "delete", made, before=_link_state(row))
    _raise(session, _both(row))


def lock_with_neighbours(session: Session, device_id: int) -> None:
    """Lock a device that will go, and those that it is linked to, in id order."""
    ends = queries.ends_of(session, [device_id])
    queries.lock_devices(session, {device_id, *(end.peer_device_id for end in ends)})


def linked(session: Session, device_ids: Collection[int]) -> list[int]:
    """Which of these devices have links."""
    return sorted({end.own_device_id for end in queries.ends_of(session, device_ids)})


def unlink_device(session: Session, device_id: int) -> None:
    """End all links of a locked device that goes; raises the versions of its neighbours."""
    ids = sorted({end.id for end in queries.ends_of(session, [device_id])})
    rows = [queries.get_link(session, id) for id in ids]
    if not rows:
        return
    neighbours = {id for row in rows for id in _both(row)} - {device_id}
    queries.lock_devices(session, neighbours)
    _end(session, rows)
    for row in rows:
        audit.record(
            session, "inventory.link.delete", target=f"link/{row.id}", before=_link_state(row)
        )
    _raise(session, neighbours)


def port_state(port: Port) -> dict[str, Any]:
    """A port as history and audit tell it."""
    return {"id": port.id} | {name: _plain(getattr(port, name)) for name in PORT_FIELDS}


def _values(template: Mapping[str, Any]) -> dict[str, Any]:
    return {name: template[name] for name in PORT_FIELDS}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _lock_device(session: Session, device_id: int, by: Caller) -> Any:
    device = queries.lock_devices(session, [device_id]).get(device_id)
    if device is None:
        raise NotFound(f"There is no device {device_id}.")
    by.must(DEVICE_WRITE, Scope.at(by.org, device.site_id))
    return device


def _lock_port(
    session: Session, port_id: int, by: Caller, expect: Expectation
) -> tuple[Port, int | None]:
    # The device first, as everywhere; a port never changes its device.
    found = queries.devices_of(session, [port_id]).get(port_id)
    if found is None:
        raise NotFound(f"There is no port {port_id}.")
    _lock_device(session, found[0], by)
    port, link_id = queries.get_port(session, port_id, lock=True)
    expect(port.version)
    return port, link_id


def _lock_ends(session: Session, ends: Mapping[str, int], by: Caller) -> None:
    """Lock the devices of two ports and see that both ports are there and free."""
    if len(set(ends.values())) == 1:
        raise Malformed.at("/port_b_id", "A port is not linked to itself.", "same_port")
    found = queries.devices_of(session, ends.values())
    locked = queries.lock_devices(session, {device_id for device_id, _ in found.values()})
    # Again, behind the locks: a port may have been removed.
    found = queries.devices_of(session, ends.values())
    unknown = [
        FieldError(pointer=pointer, code="unknown", message=f"There is no port {id}.")
        for pointer, id in ends.items()
        if id not in found or found[id][0] not in locked
    ]
    if unknown:
        raise Malformed(unknown[0].message, errors=unknown)
    for device in locked.values():
        by.must(DEVICE_WRITE, Scope.at(by.org, device.site_id))
    links = queries.links_at(session, ends.values())
    if taken := [
        (pointer, f"The port “{found[id][1]}” has the link {links[id]}.")
        for pointer, id in ends.items()
        if id in links
    ]:
        raise PortTaken(taken)


def _lock_link(session: Session, link_id: int, by: Caller, expect: Expectation) -> tuple[Link, Any]:
    row = queries.get_link(session, link_id)
    for device in queries.lock_devices(session, _both(row)).values():
        by.must(DEVICE_WRITE, Scope.at(by.org, device.site_id))
    made = queries.lock_link(session, link_id)
    expect(made.version)
    return made, row


def _end(session: Session, rows: Collection[Any]) -> None:
    for row in rows:
        _tell_ends(session, row, "link", lambda state: (state, None))
    ids = [row.id for row in rows]
    session.execute(delete(link_ends).where(link_ends.c.link_id.in_(ids)))
    session.execute(delete(Link).where(Link.id.in_(ids)))
    _touch(session, [id for row in rows for id in (row.a_id, row.b_id)])


def _both(row: Any) -> set[int]:
    return {row.a_device_id, row.b_device_id}


def _link_state(row: Any) -> dict[str, Any]:
    return {
        "kind": _plain(row.kind),
        "notes": row.notes,
        "ports": [
            {"id": row.a_id, "name": row.a_name, "device": row.a_device_name},
            {"id": row.b_id, "name": row.b_name, "device": row.b_device_name},
        ],
    }


def _tell_ends(session: Session, row: Any, field: str, change: Any) -> None:
    """An entry in the history of each end's device, as it looks from there."""
    told = []
    for own, peer in (("a", "b"), ("b", "a")):
        state = {
            "id": row.id,
            "kind": _plain(row.kind),
            "port": getattr(row, f"{own}_name"),
            "peer_device": {
                "id": getattr(row, f"{peer}_device_id"),
                "name": getattr(row, f"{peer}_device_name"),
            },
            "peer_port": getattr(row, f"{peer}_name"),
        }
        old, new = change(state)
        told.append((getattr(row, f"{own}_device_id"), field, old, new))
    _told(session, Action.LINKS, told)


def _told(
    session: Session, action: Action, told: Iterable[tuple[int, str, Any, Any]], note: str = ""
) -> None:
    history.record(
        session,
        [history.Change(id, action, field, old, new, note[:255]) for id, field, old, new in told],
    )


def _flush(session: Session, port: Port) -> None:
    with translated({"uq_ports_device_id_name_key": NameTaken("port", port.name)}):
        session.flush()


def _touch(session: Session, port_ids: Iterable[int]) -> None:
    """Raise the versions of ports whose link is another now: they show it."""
    mine = Port.id.in_(sorted(port_ids))
    session.execute(
        update(Port)
        .where(mine)
        .values(version=Port.version + 1)
        .execution_options(synchronize_session=False)
    )


def _raise(session: Session, device_ids: Collection[int]) -> None:
    raise_versions(session, devices.c.id.in_(sorted(device_ids)))


def _record(session: Session, verb: str, row: Port | Link, **states: Any) -> None:
    kind = "port" if isinstance(row, Port) else "link"
    audit.record(session, f"inventory.{kind}.{verb}", target=f"{kind}/{row.id}", **states)
