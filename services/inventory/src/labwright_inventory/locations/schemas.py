"""Locations as they are written, asked for and shown."""

from pydantic import Field

from labwright_chassis.lists import RequestBody
from labwright_inventory.entries.schemas import (
    Changes,
    EntryOut,
    EntryQuery,
    Name,
    OptionalText,
    RowId,
)


class LocationCreate(RequestBody):
    """A new location."""

    name: Name = Field(description="Unique at its site.")
    site_id: RowId
    description: OptionalText = None


class LocationChange(Changes):
    """What becomes different about a location."""

    name: Name = Field(default_factory=str)
    site_id: RowId = Field(default_factory=int, description="Only while no rack stands in it.")
    description: OptionalText = None


class LocationOut(EntryOut):
    """A location."""

    site_id: int
    description: str | None


class LocationQuery(EntryQuery):
    """Filters of the list of locations."""

    site_id: list[RowId] = Field([], max_length=100, description="Repeated: any of them.")
