"""Device types and manufacturers as they are written and shown."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, HttpUrl, StringConstraints, TypeAdapter

from labwright_chassis.lists import RequestBody
from labwright_inventory.attributes.rules import checked_schema
from labwright_inventory.entries.schemas import (
    Changes,
    EntryOut,
    EntryQuery,
    Name,
    OptionalKey,
    OptionalLine,
    OptionalNote,
    OptionalText,
    RowId,
)

_URL: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


def _web_address(text: str) -> str:
    _URL.validate_python(text)
    return text


Website = Annotated[str, StringConstraints(max_length=500), AfterValidator(_web_address)]
Category = Annotated[
    str,
    StringConstraints(to_upper=True, pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=40),
    Field(examples=["OPTICAL", "COMPUTE", "STORAGE", "NETWORK", "INSTRUMENT", "INFRA"]),
]
Capacity = Annotated[int, Field(ge=1, le=10_000, description="Bookings at the same time.")]
Height = Annotated[float, Field(ge=0, le=100, multiple_of=0.5, description="In rack units.")]
Schema = Annotated[
    dict[str, Any],
    AfterValidator(checked_schema),
    Field(
        description="What the attributes of its devices obey: JSON Schema, draft 2020-12, `$ref`"
        " to its own `$defs` only, not recursive."
    ),
]
Flag = Annotated[bool, Field(strict=True)]


class ManufacturerCreate(RequestBody):
    """A new manufacturer."""

    name: Name
    website: Website | None = None
    description: OptionalText = None
    notes: OptionalNote = None


class ManufacturerChange(Changes):
    """What becomes different about a manufacturer."""

    name: Name = Field(default_factory=str)
    website: Website | None = None
    description: OptionalText = None
    notes: OptionalNote = None


class ManufacturerOut(EntryOut):
    """A manufacturer."""

    website: str | None
    description: str | None
    notes: str | None


class DeviceTypeCreate(RequestBody):
    """A new device type."""

    name: Name
    category: Category
    schedulable: Flag
    has_ports: Flag = False
    manufacturer_id: RowId | None = None
    model: OptionalLine = None
    u_height: Height | None = None
    default_capacity: Capacity = 1
    description: OptionalText = None
    slug: OptionalKey = Field(None, description="Its name in the device-type library; unique.")
    attributes_schema: Schema | None = None


class DeviceTypeChange(Changes):
    """What becomes different about a device type."""

    name: Name = Field(default_factory=str)
    category: Category = Field(default_factory=str)
    schedulable: Flag = Field(default_factory=bool)
    has_ports: Flag = Field(default_factory=bool)
    manufacturer_id: RowId | None = None
    model: OptionalLine = None
    u_height: Height | None = None
    default_capacity: Capacity = Field(default_factory=int)
    description: OptionalText = None
    slug: OptionalKey = Field(None, description="Its name in the device-type library; unique.")
    attributes_schema: Schema | None = None


class DeviceTypeOut(EntryOut):
    """A device type."""

    category: str
    schedulable: bool
    has_ports: bool
    manufacturer_id: int | None
    model: str | None
    u_height: float | None
    default_capacity: int
    description: str | None
    slug: str | None
    attributes_schema: dict[str, Any] | None


class DeviceTypeQuery(EntryQuery):
    """Filters of the list of device types."""

    category: list[str] = Field([], max_length=50, description="Repeated: any of them.")
    manufacturer_id: list[RowId] = Field([], max_length=50, description="Repeated: any of them.")
    schedulable: bool | None = Field(None, description="Whether its devices are booked.")
