"""PDUs and outlets as they are written, asked for and shown."""

from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, StringConstraints

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_inventory.entries.schemas import (
    Changes,
    EntryOut,
    EntryQuery,
    Name,
    OptionalLine,
    OptionalNote,
    RowId,
)
from labwright_inventory.power.rules import MOST_OUTLETS, SensorKind

Host = Annotated[
    str,
    StringConstraints(max_length=253, pattern=r"^[A-Za-z0-9]([A-Za-z0-9._:-]*[A-Za-z0-9])?$"),
    Field(description="Host name or address, with `:port` where the driver takes one."),
]
Driver = Annotated[
    str,
    StringConstraints(max_length=40, pattern=r"^[a-z][a-z0-9_-]*$"),
    Field(examples=["raritan", "snmp"]),
]
OutletCount = Annotated[int, Field(strict=True, ge=1, le=MOST_OUTLETS)]
Secret = Annotated[SecretStr, Field(min_length=1, max_length=500)]
OutletNumber = Annotated[int, Field(ge=1, le=MOST_OUTLETS)]
_KEPT = "Kept sealed and never shown again; `has_secret` says whether there is one."


class Sensor(RequestBody):
    """Something that a PDU measures."""

    name: Name
    kind: SensorKind = SensorKind.OTHER
    unit: Annotated[str, StringConstraints(max_length=20)] = ""


Sensors = Annotated[list[Sensor], Field(max_length=100)]


class PduCreate(RequestBody):
    """A new PDU."""

    name: Name
    host: Host
    driver: Driver
    outlet_count: OutletCount
    site_id: RowId | None = None
    sensors: Sensors = Field(default_factory=list)
    notes: OptionalNote = None
    secret: Secret | None = Field(None, description=_KEPT)


class PduChange(Changes):
    """What becomes different about a PDU."""

    name: Name = Field(default_factory=str)
    host: Host = Field(default_factory=str)
    driver: Driver = Field(default_factory=str)
    outlet_count: OutletCount = Field(default_factory=int)
    site_id: RowId | None = None
    sensors: Sensors = Field(default_factory=list)
    notes: OptionalNote = None
    secret: Secret | None = Field(None, description=_KEPT)


class PduOut(EntryOut):
    """A PDU."""

    host: str
    driver: str
    site_id: int | None
    outlet_count: int
    sensors: list[Sensor]
    notes: str | None
    has_secret: bool


class PduQuery(EntryQuery):
    """Filters of the list of PDUs."""

    site_id: list[RowId] = Field([], max_length=100, description="Repeated: any of them.")
    driver: list[str] = Field([], max_length=50, description="Repeated: any of them.")


class OutletChange(Changes):
    """What becomes different about an outlet."""

    label: OptionalLine = None
    device_id: RowId | None = Field(None, description="Which device it feeds; null: none.")


class PduRef(AnswerBody):
    """A PDU."""

    id: int
    name: str


class FedDevice(AnswerBody):
    """The device that an outlet feeds."""

    id: int
    name: str


class OutletOut(AnswerBody):
    """An outlet."""

    pdu: PduRef
    number: int
    label: str | None
    device: FedDevice | None

    @classmethod
    def of(cls, row: Any) -> Self:
        """The answer for a row of `queries.outlets`."""
        return cls(
            pdu=PduRef(id=row.pdu_id, name=row.pdu_name),
            number=row.number,
            label=row.label,
            device=row.device_id and FedDevice(id=row.device_id, name=row.device_name),
        )


class OutletQuery(ListQuery):
    """Filters of a list of outlets; they are in the order of their PDU's name and number."""

    fed: bool | None = Field(None, description="Whether a device hangs on it.")
