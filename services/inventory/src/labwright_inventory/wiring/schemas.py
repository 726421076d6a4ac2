"""Ports and links as they are written, asked for and shown."""

from typing import Any, Self

from pydantic import Field

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.base import UtcTime
from labwright_inventory.catalog.rules import Direction
from labwright_inventory.catalog.templates import Kind, PolatisPort
from labwright_inventory.entries.schemas import Changes, Name, OptionalNote, RowId
from labwright_inventory.wiring.rules import LinkKind

_ANY = "Repeated: any of them."


class PortCreate(RequestBody):
    """A new port."""

    name: Name = Field(description="Unique at its device.")
    kind: Kind = "other"
    direction: Direction = Direction.BOTH
    polatis_port: PolatisPort | None = Field(None, description="Its number on the optical switch.")


class PortChange(Changes):
    """What becomes different about a port."""

    name: Name = Field(default_factory=str)
    kind: Kind = Field(default_factory=str)
    direction: Direction = Field(default_factory=lambda: Direction.BOTH)
    polatis_port: PolatisPort | None = Field(None, description="Its number on the optical switch.")


class PortOut(AnswerBody):
    """A port; `link_id` is null while it is free."""

    id: int
    device_id: int
    name: str
    kind: str
    direction: Direction
    polatis_port: int | None
    link_id: int | None
    version: int
    created_at: UtcTime
    updated_at: UtcTime

    @classmethod
    def of(cls, port: Any, link_id: int | None) -> Self:
        """The answer for a port with that link."""
        names = cls.model_fields.keys() - {"link_id"}
        return cls(**{name: getattr(port, name) for name in names}, link_id=link_id)


class PortQuery(ListQuery):
    """Filters of the list of a device's ports."""

    ordering: str | None = Field(
        None, max_length=200, description="`name`, `kind`, `polatis_port`, `id`; `-` descends."
    )
    q: str | None = Field(None, max_length=200, description="Part of the name, literally.")
    kind: list[str] = Field([], max_length=50, description=_ANY)
    direction: list[Direction] = Field([], description=_ANY)
    linked: bool | None = Field(None, description="Whether it has a link.")


class PortsAdded(AnswerBody):
    """The ports that a device got from its type; those of `present` names were there."""

    added: list[PortOut]
    present: int


class LinkCreate(RequestBody):
    """A new link between two ports, neither of which has one."""

    port_a_id: RowId
    port_b_id: RowId
    kind: LinkKind
    notes: OptionalNote = None


class LinkChange(Changes):
    """What becomes different about a link; for other ports, make another link."""

    kind: LinkKind = Field(default_factory=lambda: LinkKind.FIBRE)
    notes: OptionalNote = None


class DeviceRef(AnswerBody):
    """A device."""

    id: int
    name: str


class PortRef(AnswerBody):
    """A port and its device."""

    id: int
    name: str
    device: DeviceRef


class LinkOut(AnswerBody):
    """A link."""

    id: int
    kind: LinkKind
    notes: str | None
    port_a: PortRef
    port_b: PortRef
    version: int
    created_at: UtcTime
    updated_at: UtcTime

    @classmethod
    def of(cls, row: Any) -> Self:
        """The answer for a row of `queries.links`."""
        ends = [
            PortRef(
                id=getattr(row, f"{side}_id"),
                name=getattr(row, f"{side}_name"),
                device=DeviceRef(
                    id=getattr(row, f"{side}_device_id"), name=getattr(row, f"{side}_device_name")
                ),
            )
            for side in ("a", "b")
        ]
        names = cls.model_fields.keys() - {"port_a", "port_b"}
        plain = {name: getattr(row, name) for name in names}
        return cls(**plain, port_a=ends[0], port_b=ends[1])


class LinkQuery(ListQuery):
    """Filters of the list of links."""

    ordering: str | None = Field(
        None, max_length=200, description="`kind`, `created_at`, `updated_at`, `id`; `-` descends."
    )
    q: str | None = Field(
        None, max_length=200, description="Part of a port's or device's name, or of the notes."
    )
    kind: list[LinkKind] = Field([], description=_ANY)
    device_id: list[RowId] = Field([], max_length=100, description=f"At either end. {_ANY}")
    port_id: list[RowId] = Field([], max_length=100, description=f"At either end. {_ANY}")


class ConnectionOut(AnswerBody):
    """One port of a device, and what its link leads to."""

    link_id: int
    kind: LinkKind
    notes: str | None
    port: PortRef
    peer: PortRef
