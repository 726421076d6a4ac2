"""Tags as they are written and shown."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from labwright_chassis.lists import RequestBody
from labwright_inventory.entries.schemas import Changes, Colour, EntryOut, Name, OptionalText


def _no_separator(name: str) -> str:
    if ";" in name or "|" in name:
        raise ValueError("must not contain ; or |, which separate tags in files")
    return name


TagName = Annotated[Name, StringConstraints(max_length=60), AfterValidator(_no_separator)]


class TagCreate(RequestBody):
    """A new tag."""

    name: TagName
    colour: Colour = Field(None, description="`#rrggbb`")
    description: OptionalText = None


class TagChange(Changes):
    """What becomes different about a tag."""

    name: TagName = Field(default_factory=str)
    colour: Colour = Field(None, description="`#rrggbb`")
    description: OptionalText = None


class TagOut(EntryOut):
    """A tag."""

    colour: str | None
    description: str | None
