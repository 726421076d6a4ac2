"""Devices as they are written, asked for and shown."""

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from labwright_chassis.lists import AnswerBody, ListQuery
from labwright_contracts.base import UtcTime
from labwright_inventory.attributes.rules import plain_json
from labwright_inventory.devices.rules import DeviceStatus, effective
from labwright_inventory.entries.schemas import (
    Changes,
    Name,
    OptionalKey,
    OptionalLine,
    OptionalNote,
    RowId,
    empty_is_none,
)
from labwright_inventory.health.rules import HealthStatus


def _address(text: str) -> str:
    if "%" in text:
        raise ValueError("must be an address without a zone")
    try:
        return str(ip_address(text))
    except ValueError:
        raise ValueError("must be an IPv4 or IPv6 address") from None


HostName = Annotated[
    Annotated[
        str,
        StringConstraints(max_length=253, pattern=r"^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?$"),
    ]
    | None,
    BeforeValidator(empty_is_none),
]
Address = Annotated[Annotated[str, AfterValidator(_address)] | None, BeforeValidator(empty_is_none)]
Capacity = Annotated[int, Field(strict=True, ge=1, le=10_000)]
Position = Annotated[float, Field(ge=1, le=100, multiple_of=0.5)]
Attributes = Annotated[dict[str, Any], AfterValidator(plain_json)]
TagIds = Annotated[list[RowId], Field(max_length=50)]
TagNames = Annotated[
    list[Annotated[str, StringConstraints(min_length=1, max_length=120)]], Field(max_length=50)
]

_OVERRIDE = "null: as its type says"
_TAGS = "Names of tags; replaces all tags of the device. Send these or `tag_ids`, not both."
_TAG_IDS = "Ids of tags; replaces all tags of the device. Send these or `tags`, not both."


class _DeviceFields(Changes):
    """What may be left out of a device; null clears."""

    oi_id: OptionalKey = Field(None, description="Asset id; unique.")
    manufacturer_id: RowId | None = None
    model: OptionalLine = None
    serial_number: OptionalKey = Field(None, description="Unique.")
    schedulable: Annotated[bool, Field(strict=True)] | None = Field(None, description=_OVERRIDE)
    capacity: Capacity | None = Field(
        None, description=f"Bookings at the same time; {_OVERRIDE} (`default_capacity`)."
    )
    site_id: RowId | None = Field(None, description="In a rack: the rack's, also if not sent.")
    rack_id: RowId | None = Field(None, description="null: it leaves rack and unit.")
    u_position: Position | None = Field(
        None,
        description="Lowest unit it takes; half ones only for types of a broken height.",
    )
    hostname: HostName = None
    mgmt_ip: Address = Field(None, description="IPv4 or IPv6.")
    polatis_name: OptionalLine = Field(None, description="Its name on the optical switch.")
    notes: OptionalNote = None
    steward_id: RowId | None = Field(None, description="Who looks after it.")
    owner_group_id: RowId | None = Field(None, description="The team or project it belongs to.")
    attributes: Attributes | None = Field(
        None, description="What the lab adds; obeys the `attributes_schema` of its type, if any."
    )
    tags: TagNames | None = Field(None, description=_TAGS)
    tag_ids: TagIds | None = Field(None, description=_TAG_IDS)

    @model_validator(mode="after")
    def _one_way_to_name_tags(self) -> Self:
        if {"tags", "tag_ids"} <= self.model_fields_set:
            raise ValueError("send tags or tag_ids, not both")
        return self


class DeviceCreate(_DeviceFields):
    """A new device."""

    name: Name = Field(description="Unique at its site.")
    device_type_id: RowId
    status: DeviceStatus = DeviceStatus.ACTIVE


class DeviceChange(_DeviceFields):
    """What becomes different about a device."""

    name: Name = Field(default_factory=str, description="Unique at its site.")
    device_type_id: RowId = Field(default_factory=int)
    status: DeviceStatus = Field(default_factory=lambda: DeviceStatus.ACTIVE)


class TypeRef(AnswerBody):
    """The type of a device."""

    id: int
    name: str
    category: str


class ManufacturerRef(AnswerBody):
    """The manufacturer of a device."""

    id: int
    name: str


class StewardRef(AnswerBody):
    """The steward of a device."""

    id: int
    username: str
    display_name: str


class OwnerGroupRef(AnswerBody):
    """The group to which a device belongs."""

    id: int
    name: str


class SiteRef(AnswerBody):
    """The site of a device; `time_zone` null: the lab's."""

    id: int
    name: str
    time_zone: str | None


class RackRef(AnswerBody):
    """The rack of a device."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A device's row joined with what it refers to, and its tags as (id, name), by name."""

    row: Any
    tags: tuple[tuple[int, str], ...]

    @property
    def schedulable(self) -> bool:
        """Whether it can be booked at all."""
        return bool(effective(self.row.schedulable, self.row.type_schedulable))

    @property
    def capacity(self) -> int:
        """How many bookings it bears at the same time."""
        return int(effective(self.row.capacity, self.row.type_capacity))


class DeviceOut(AnswerBody):
    """A device.

    `schedulable` and `capacity` are its own (null where its type's hold), `effective_...` what
    holds. `tags` and `tag_ids` are in the same order.
    """

    id: int
    version: int
    oi_id: str | None
    name: str
    device_type_id: int
    device_type: TypeRef
    manufacturer_id: int | None
    manufacturer: ManufacturerRef | None
    model: str | None
    serial_number: str | None
    status: DeviceStatus
    schedulable: bool | None
    effective_schedulable: bool
    capacity: int | None
    effective_capacity: int
    site_id: int | None
    site: SiteRef | None
    rack_id: int | None
    rack: RackRef | None
    u_position: float | None
    hostname: str | None
    mgmt_ip: str | None
    polatis_name: str | None
    tags: list[str]
    tag_ids: list[int]
    notes: str | None
    attributes: dict[str, Any] | None
    steward_id: int | None
    steward: StewardRef | None
    owner_group_id: int | None
    owner_group: OwnerGroupRef | None
    created_at: UtcTime
    updated_at: UtcTime

    @classmethod
    def of(cls, view: DeviceView) -> Self:
        """The answer for a device."""
        row = view.row
        return cls(
            **{name: getattr(row, name) for name in _PLAIN},
            device_type=TypeRef(
                id=row.device_type_id, name=row.type_name, category=row.type_category
            ),
            manufacturer=row.manufacturer_id
            and ManufacturerRef(id=row.manufacturer_id, name=row.manufacturer_name),
            site=row.site_id
            and SiteRef(id=row.site_id, name=row.site_name, time_zone=row.time_zone),
            rack=row.rack_id and RackRef(id=row.rack_id, name=row.rack_name),
            steward=row.steward_id
            and StewardRef(
                id=row.steward_id,
                username=row.steward_username,
                display_name=row.steward_name,
            ),
            owner_group=row.owner_group_id
            and OwnerGroupRef(id=row.owner_group_id, name=row.owner_group_name),
            effective_schedulable=view.schedulable,
            effective_capacity=view.capacity,
            tags=[name for _, name in view.tags],
            tag_ids=[id for id, _ in view.tags],
        )


class DevicePast(AnswerBody):
    """A device as it was at `as_of`, read from its history.

    `fields` are named as in the history: what it referred to is told as `{"id", "name"}` of the
    time when it was set. `changed_at` is when any of them had changed last.
    """

    id: int
    as_of: UtcTime
    registered_at: UtcTime
    changed_at: UtcTime
    removed_at: UtcTime | None = Field(description="Set where it was removed by then.")
    fields: dict[str, Any]


_PLAIN = DeviceOut.model_fields.keys() - {
    "device_type",
    "manufacturer",
    "site",
    "rack",
    "steward",
    "owner_group",
    "effective_schedulable",
    "effective_capacity",
    "tags",
    "tag_ids",
}

ORDERINGS = ("name", "oi_id", "serial_number", "status", "model", "hostname", "created_at")
_ANY = "Repeated: any of them."


class DeviceFilters(BaseModel):
    """Which devices, in what order. Removed devices are in no list."""

    model_config = ConfigDict(extra="forbid")

    ordering: str | None = Field(
        None, max_length=200, description=f"{', '.join(ORDERINGS)}, updated_at, id; `-` descends."
    )
    q: str | None = Field(
        None,
        max_length=200,
        description="Part of name, oi_id, serial number, host name or model; no wildcards.",
    )
    status: list[DeviceStatus] = Field([], description=_ANY)
    device_type_id: list[RowId] = Field([], max_length=100, description=_ANY)
    manufacturer_id: list[RowId] = Field([], max_length=100, description=_ANY)
    site_id: list[Annotated[int, Field(ge=0, le=2**63 - 1)]] = Field(
        [], max_length=100, description=f"0: without a site. {_ANY}"
    )
    rack_id: list[RowId] = Field([], max_length=100, description=_ANY)
    steward_id: list[RowId] = Field([], max_length=100, description=_ANY)
    owner_group_id: list[RowId] = Field([], max_length=100, description=_ANY)
    health: list[HealthStatus] = Field(
        [], description=f"By the latest report; without any: unknown. {_ANY}"
    )
    category: list[str] = Field([], max_length=50, description=f"Of the type. {_ANY}")
    tag: list[str] = Field([], max_length=20, description="Tag name. Repeated: all of them.")
    name__ic: str | None = Field(None, max_length=200, description="Part of the name, literally.")
    created_at__gte: UtcTime | None = Field(None, description="Registered at this time or later.")
    created_at__lt: UtcTime | None = Field(None, description="Registered before this time.")


class DeviceRemoval(BaseModel):
    """How a device is removed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    force: bool = Field(False, description="Though it is booked for later; needs `reason`.")
    reason: OptionalLine = Field(None, description="Why; kept in history and audit.")

    @model_validator(mode="after")
    def _forced_for_a_reason(self) -> Self:
        if self.force and not self.reason:
            raise ValueError("force needs a reason")
        return self


class DeviceQuery(DeviceFilters, ListQuery):
    """A page of the devices that the filters find."""

    brief: bool = Field(False, description="Only id, path and display name.")
