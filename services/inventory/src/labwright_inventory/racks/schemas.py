"""Racks as they are written, asked for, shown and drawn."""

from typing import Annotated

from pydantic import Field

from labwright_chassis.lists import AnswerBody, RequestBody
from labwright_inventory.entries.schemas import (
    Changes,
    EntryOut,
    EntryQuery,
    Name,
    OptionalText,
    RowId,
)

Height = Annotated[int, Field(strict=True, ge=1, le=100, description="In rack units.")]
_ANY = "Repeated: any of them."


class RackCreate(RequestBody):
    """A new rack."""

    name: Name = Field(description="Unique at its site.")
    site_id: RowId
    location_id: RowId | None = Field(None, description="Of the same site.")
    height: Height = 42
    description: OptionalText = None


class RackChange(Changes):
    """What becomes different about a rack."""

    name: Name = Field(default_factory=str)
    site_id: RowId = Field(default_factory=int, description="Only while no device stands in it.")
    location_id: RowId | None = Field(None, description="Of the same site.")
    height: Height = Field(default_factory=int)
    description: OptionalText = None


class RackOut(EntryOut):
    """A rack."""

    site_id: int
    location_id: int | None
    height: int
    description: str | None


class RackQuery(EntryQuery):
    """Filters of the list of racks."""

    site_id: list[RowId] = Field([], max_length=100, description=_ANY)
    location_id: list[RowId] = Field([], max_length=100, description=_ANY)


class ElevationDevice(AnswerBody):
    """A device of a rack.

    `u_position` is the lowest unit that it takes, null for one that stands somewhere in the rack;
    `u_height` 0 takes none.
    """

    id: int
    name: str
    status: str
    device_type: str
    u_position: float | None
    u_height: float


class Elevation(AnswerBody):
    """A rack from the front: `devices` from the top down, then those without a unit by name."""

    id: int
    name: str
    site_id: int
    height: int = Field(description="In rack units; unit 1 is the lowest.")
    used: float = Field(description="Units that are taken.")
    free: float = Field(description="Units that are not.")
    devices: list[ElevationDevice]
