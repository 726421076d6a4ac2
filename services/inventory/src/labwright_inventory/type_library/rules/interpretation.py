"""What a file says of a device type: its fields, and its component lists as templates."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from labwright_chassis.columns import normalised
from labwright_inventory.catalog.rules import MOST_PORTS, ComponentList
from labwright_inventory.catalog.schemas import Height
from labwright_inventory.catalog.templates import Kind, Templates
from labwright_inventory.entries.schemas import KeyLine, Line, Name
from labwright_inventory.type_library.rules.document import Scalar, plain

PORT_LISTS = {
    "interfaces": "interface",
    "front-ports": "front port",
    "rear-ports": "rear port",
    "console-ports": "console port",
    "console-server-ports": "console server port",
}
"""Lists whose members become ports, and what tells two of one name apart."""

OUTLET_LIST = "power-outlets"
LISTS = (*PORT_LISTS, OUTLET_LIST, *ComponentList)

_OWN = frozenset({"manufacturer", "model", "slug", "u_height"})
_KEPT = {
    *("part_number", "is_full_depth", "airflow", "weight", "weight_unit", "front_image"),
    *("rear_image", "subdevice_role", "comments", "description", "is_powered"),
    *("exclude_from_utilization", "profile", "attributes"),
}
_OF_COMPONENTS = {
    *("name", "label", "type", "description", "comments", "color", "colour", "enabled"),
    *("mgmt_only", "bridge", "poe_mode", "poe_type", "rf_role", "maximum_draw"),
    *("allocated_draw", "power_port", "feed_leg", "positions", "rear_port"),
    *("rear_port_position", "position", "parent", "role", "manufacturer", "part_id", "serial"),
    *("asset_tag", "discovered", "component_type", "component_name"),
}
_AS_SPELT = frozenset({"label", "position", "part_id", "power_port", "rear_port", "bridge"})
_FEED_LEGS = ("A", "B", "C")
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class FileError:
    """One thing wrong in a file; `pointer` says where, empty for the file as a whole."""

    pointer: str
    code: str
    message: str


@dataclass(slots=True)
class TypeFile:
    """What a file says. `extra` is kept as it is, `unknown` names what the format does not know."""

    manufacturer: str = ""
    model: str = ""
    slug: str | None = None
    u_height: float | None = None
    templates: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    errors: list[FileError] = field(default_factory=list)

    def refuse(self, pointer: str, code: str, message: str) -> None:
        """Note an error."""
        self.errors.append(FileError(pointer, code, message))

    @property
    def name(self) -> str:
        """What the type is called here."""
        return f"{self.manufacturer} {self.model}".strip()


def interpret(document: Mapping[str, Any]) -> TypeFile:
    """All that a file says, with everything that is wrong."""
    told = TypeFile()
    told.manufacturer = _text(told, document, "manufacturer", _NAME) or ""
    told.model = _text(told, document, "model", _LINE) or ""
    told.slug = _text(told, document, "slug", _KEY, required=False)
    told.u_height = _height(told, document.get("u_height"))
    if told.manufacturer and told.model:
        _checked(told, "/model", _NAME, told.name)
    for key, node in document.items():
        if key not in _OWN and key not in LISTS:
            told.extra[key] = plain(node)
            if key not in _KEPT:
                told.unknown.append(key)
    told.templates = {
        "ports": list(_ports(told, document)),
        "outlets": list(_outlets(told, document)),
        "components": {
            str(name): _members(told, document, name) for name in ComponentList if name in document
        },
    }
    if len(told.templates["ports"]) > MOST_PORTS:
        told.refuse("", "too_many", f"The type has more than {MOST_PORTS} ports.")
    if not told.errors:
        _check_templates(told)
    return told


def _check_templates(told: TypeFile) -> None:
    """What no check above has named, such as a member with too many keys."""
    try:
        Templates.model_validate(told.templates)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        told.refuse("", first["type"], f"{where}: {first['msg']}"[:_LONGEST])


def _ports(told: TypeFile, document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    taken: set[str] = set()
    for source, label in PORT_LISTS.items():
        for member in _members(told, document, source):
            name = _distinct(member["name"], label, taken)
            if name != member["name"]:
                told.notes.append(f"{source}: “{member['name']}” is taken, so it is “{name}”.")
            yield {
                "name": name,
                "kind": member["kind"],
                "direction": "both",
                "polatis_port": None,
                "source": source,
                "details": member["details"],
            }


def _distinct(name: str, label: str, taken: set[str]) -> str:
    """The name, or one that says of which list it is: lists may share names, ports may not."""
    tries = [name, f"{name} ({label})"] + [f"{name} ({label} {n})" for n in range(2, 100)]
    free = next(text for text in tries if normalised(text) not in taken)
    taken.add(normalised(free))
    return free


def _outlets(told: TypeFile, document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    taken: set[str] = set()
    for number, member in enumerate(_members(told, document, OUTLET_LIST)):
        leg = member["details"].pop("feed_leg", None)
        if leg is not None and leg not in _FEED_LEGS:
            pointer = f"/{OUTLET_LIST}/{number}/feed_leg"
            told.refuse(pointer, "invalid", "feed_leg is A, B or C.")
        yield {**member, "name": _distinct(member["name"], "outlet", taken), "feed_leg": leg}


def _members(told: TypeFile, document: Mapping[str, Any], source: str) -> list[dict[str, Any]]:
    """Name, kind and details of each member of a list; refuses what has no name of its own."""
    listed = document.get(source)
    if listed is None or (isinstance(listed, Scalar) and listed.value is None):
        return []
    if not isinstance(listed, list):
        told.refuse(f"/{source}", "no_list", f"{source} is not a list.")
        return []
    if len(listed) > MOST_PORTS:
        told.refuse(f"/{source}", "too_many", f"{source} has more than {MOST_PORTS} members.")
        return []
    told.counts[source] = len(listed)
    seen: set[str] = set()
    found = [
        _member(told, node, source, f"/{source}/{number}") for number, node in enumerate(listed)
    ]
    for number, member in enumerate(found):
        if member and member["name"] in seen:
            message = f"{source} names “{member['name']}” twice."
            told.refuse(f"/{source}/{number}/name", "duplicate", message)
        seen.add(member["name"] if member else "")
    return [member for member in found if member]


def _member(told: TypeFile, node: Any, source: str, pointer: str) -> dict[str, Any] | None:
    if not isinstance(node, dict):
        told.refuse(pointer, "no_mapping", f"A member of {source} is not a mapping.")
        return None
    name = _text(told, node, "name", _NAME, at=pointer)
    if name is None:
        return None
    details = {
        key: _detail(told, key, inner, source)
        for key, inner in node.items()
        if key not in ("name", "type")
    }
    kind = node["type"].text if isinstance(node.get("type"), Scalar) else ""
    if kind and not _is(_KIND, kind):
        told.notes.append(f"{source}: the type “{kind[:60]}” of “{name}” is kept as a detail.")
        details["type"] = kind[:_LONGEST]
        kind = ""
    return {"name": name, "kind": kind or "other", "details": details}


def _detail(told: TypeFile, key: str, node: Any, source: str) -> Any:
    unknown = f"{source}.{key[:60]}"
    if key not in _OF_COMPONENTS and unknown not in told.unknown:
        told.unknown.append(unknown)
    if not isinstance(node, Scalar):
        return json.dumps(plain(node), ensure_ascii=False)[:_LONGEST]
    if key in _AS_SPELT and node.value is not None:
        return node.text[:_LONGEST]
    return node.value[:_LONGEST] if isinstance(node.value, str) else node.value


def _height(told: TypeFile, node: Any) -> float | None:
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return None
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        told.refuse("/u_height", "invalid", "u_height is not a number.")
        return None
    height: float | None = _checked(told, "/u_height", _HEIGHT, value)
    return height


def _text(
    told: TypeFile,
    holder: Mapping[str, Any],
    key: str,
    kind: TypeAdapter[str],
    *,
    at: str = "",
    required: bool = True,
) -> str | None:
    """A text as it is spelt: a model may look like a number."""
    node = holder.get(key)
    pointer = f"{at}/{key}"
    if node is None or (isinstance(node, Scalar) and not node.text.strip()):
        if required:
            told.refuse(pointer, "required", f"{key} is missing.")
        return None
    if not isinstance(node, Scalar):
        told.refuse(pointer, "invalid", f"{key} is not a text.")
        return None
    text: str | None = _checked(told, pointer, kind, node.text.strip())
    return text


def _checked(told: TypeFile, pointer: str, kind: TypeAdapter[Any], value: Any) -> Any:
    try:
        return kind.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        told.refuse(pointer, first["type"], first["msg"].removeprefix("Value error, "))
        return None


def _is(kind: TypeAdapter[Any], value: str) -> bool:
    try:
        kind.validate_python(value)
    except ValidationError:
        return False
    return True


_NAME: TypeAdapter[str] = TypeAdapter(Name)
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_KEY: TypeAdapter[str] = TypeAdapter(KeyLine)
_KIND: TypeAdapter[str] = TypeAdapter(Kind)
_HEIGHT: TypeAdapter[float] = TypeAdapter(Height)
