"""Sites as they are written and shown."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from labwright_chassis import zones
from labwright_chassis.lists import RequestBody
from labwright_inventory.entries.schemas import (
    Changes,
    Colour,
    EntryOut,
    Name,
    OptionalNote,
    OptionalText,
    empty_is_none,
)

TimeZone = Annotated[zones.TimeZone | None, BeforeValidator(empty_is_none)]


class SiteCreate(RequestBody):
    """A new site."""

    name: Name
    address: OptionalText = None
    time_zone: TimeZone = Field(None, description="IANA name; null: the lab's time zone.")
    colour: Colour = Field(None, description="`#rrggbb`")
    description: OptionalText = None
    notes: OptionalNote = None


class SiteChange(Changes):
    """What becomes different about a site."""

    name: Name = Field(default_factory=str)
    address: OptionalText = None
    time_zone: TimeZone = Field(None, description="IANA name; null: the lab's time zone.")
    colour: Colour = Field(None, description="`#rrggbb`")
    description: OptionalText = None
    notes: OptionalNote = None


class SiteOut(EntryOut):
    """A site."""

    address: str | None
    time_zone: str | None
    colour: str | None
    description: str | None
    notes: str | None
