"""Texts, numbers and the shape of lists, as every feature takes them."""

import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from labwright_chassis.columns import normalised
from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.base import UtcTime
from labwright_inventory.entries.models import NAME_LENGTH

_KEY_LENGTH = 255


def _one_line(text: str) -> str:
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in text):
        raise ValueError("must be one line, without control characters")
    return text


def _comparable(text: str) -> str:
    # Some characters have a normal form of many; the key must still fit its column.
    if not 0 < len(normalised(text)) <= _KEY_LENGTH:
        raise ValueError("is too long when compared with others")
    return text


def empty_is_none(value: Any) -> Any:
    """What an empty text field of a form means."""
    return None if isinstance(value, str) and not value.strip() else value


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not contain NUL")
    return text


RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=NAME_LENGTH),
    AfterValidator(_one_line),
    AfterValidator(_comparable),
]
Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_one_line)]
KeyLine = Annotated[
    str,
    StringConstraints(max_length=100),
    AfterValidator(_one_line),
    AfterValidator(_comparable),
]
Text = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_no_nul)]
Note = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_no_nul)]

OptionalLine = Annotated[Line | None, BeforeValidator(empty_is_none)]
OptionalKey = Annotated[KeyLine | None, BeforeValidator(empty_is_none)]
OptionalText = Annotated[Text | None, BeforeValidator(empty_is_none)]
OptionalNote = Annotated[Note | None, BeforeValidator(empty_is_none)]
Colour = Annotated[
    Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True)] | None,
    BeforeValidator(empty_is_none),
]


class Changes(RequestBody):
    """Base of PATCH bodies: a field that is not sent is not changed, null clears.

    A field that must have a value is typed without None; its default factory only says that it
    may be left out, and what it makes is never read.
    """

    def sent(self) -> dict[str, Any]:
        """The fields of the request."""
        return self.model_dump(exclude_unset=True)


class EntryOut(AnswerBody):
    """What every entry shows."""

    id: int
    name: str
    version: int
    created_at: UtcTime
    updated_at: UtcTime


class Brief(AnswerBody):
    """A list's entry with `brief=true`."""

    id: int
    url: str = Field(description="Path of the whole thing.")
    display: str


class EntryQuery(ListQuery):
    """Filters of every list of entries."""

    ordering: str | None = Field(
        None, max_length=200, description="`name`, `created_at`, `updated_at`, `id`; `-` descends."
    )
    q: str | None = Field(None, max_length=200, description="Part of the name, literally.")
    name__ic: str | None = Field(None, max_length=200, description="Part of the name, literally.")
    created_at__gte: UtcTime | None = Field(None, description="Made at this time or later.")
    created_at__lt: UtcTime | None = Field(None, description="Made before this time.")
    brief: bool = Field(False, description="Only id, path and display name.")


def shown(entries: Sequence[Any], out: type[AnswerBody], *, brief: bool, path: str) -> list[Any]:
    """The entries in the form that the list was asked for."""
    if not brief:
        return [out.model_validate(entry) for entry in entries]
    return [Brief(id=e.id, url=f"{path}/{e.id}", display=e.name) for e in entries]
