"""Devices as an Ansible inventory and as targets of Prometheus."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from labwright_inventory.devices.schemas import DeviceView

_RESERVED = {"all", "ungrouped"}
_UNSAFE = re.compile(r"[^a-z0-9_]+")


def ansible(views: Iterable[DeviceView]) -> dict[str, Any]:
    """What `ansible-inventory -i` expects of a script called with `--list`.

    Source: Ansible's developer guide, "Developing dynamic inventory". Hosts and groups have names
    of letters, digits and `_` alone, each another: the id tells apart what would be alike.
    """
    devices = list(views)
    names = host_names(devices)
    groups: dict[str, list[str]] = {}
    labels = _Labels()
    for view in devices:
        for group in _groups(view, labels):
            groups.setdefault(group, []).append(names[view.row.id])
    hostvars = {names[view.row.id]: variables(view) for view in devices}
    return {
        "_meta": {"hostvars": hostvars},
        "all": {"children": ["ungrouped", *sorted(groups)], "hosts": list(hostvars)},
        **{name: {"hosts": groups[name]} for name in sorted(groups)},
    }


def host_names(views: Iterable[DeviceView]) -> dict[int, str]:
    """Names of hosts by device id: the device's own, with its id where another has the same."""
    devices = [(view.row.id, _safe(view.row.name)) for view in views]
    counts = Counter(name for _, name in devices)
    taken = {name for name, count in counts.items() if count == 1} - _RESERVED
    names = {id: name for id, name in devices if name in taken}
    for id, name in devices:
        if id not in names:
            names[id] = _untaken(f"{name}_{id}", id, taken)
    return names


def variables(view: DeviceView) -> dict[str, Any]:
    """The variables of a host; `ansible_host` is where it answers."""
    row = view.row
    reached = row.mgmt_ip or row.hostname
    facts = {
        "labwright_id": row.id,
        "labwright_name": row.name,
        "labwright_oi_id": row.oi_id,
        "labwright_serial_number": row.serial_number,
        "labwright_type": row.type_name,
        "labwright_category": row.type_category,
        "labwright_manufacturer": row.manufacturer_name,
        "labwright_model": row.model,
        "labwright_status": str(row.status),
        "labwright_site": row.site_name,
        "labwright_tags": [name for _, name in view.tags],
    }
    return ({"ansible_host": reached} if reached else {}) | facts


def targets(views: Iterable[DeviceView]) -> list[dict[str, Any]]:
    """Prometheus' `http_sd` form: a group for each device that has an address.

    Source: Prometheus' documentation, "HTTP service discovery". Values of labels are texts.
    """
    return [{"targets": [_host(view)], "labels": _labels(view)} for view in views if _host(view)]


def _labels(view: DeviceView) -> dict[str, str]:
    facts = variables(view)
    tags = facts.pop("labwright_tags")
    plain = {f"__meta_{k}": str(v) for k, v in facts.items() if k != "ansible_host" and v}
    # Commas around it all, as Prometheus' own discoveries do, so that one expression finds a tag.
    return plain | ({"__meta_labwright_tags": f",{','.join(tags)},"} if tags else {})


def _host(view: DeviceView) -> str:
    address = view.row.mgmt_ip or view.row.hostname or ""
    return f"[{address}]" if ":" in address else str(address)


class _Labels:
    """Names of groups, each another."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, Any], str] = {}
        self._taken: set[str] = set()

    def name(self, kind: str, id: Any, label: str) -> str:
        """The group's name; the same thing always gets the same in one inventory."""
        if (kind, id) not in self._names:
            name = f"{kind}_{_safe(label)}"
            self._names[kind, id] = _untaken(name, id, self._taken)
        return self._names[kind, id]


def _groups(view: DeviceView, labels: _Labels) -> Iterable[str]:
    row = view.row
    yield labels.name("status", str(row.status), str(row.status))
    yield labels.name("type", row.device_type_id, row.type_name)
    if row.site_id is not None:
        yield labels.name("site", row.site_id, row.site_name)
    for id, name in view.tags:
        yield labels.name("tag", id, name)


def _untaken(name: str, id: Any, taken: set[str]) -> str:
    while name in taken:
        name = f"{name}_{id}"
    taken.add(name)
    return name


def _safe(text: str) -> str:
    return _UNSAFE.sub("_", text.lower()).strip("_") or "unnamed"
