"""Views as they are written and shown."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.base import UtcTime
from labwright_inventory.devices.schemas import DeviceFilters
from labwright_inventory.entries.schemas import Changes, Name

MOST_COLUMNS = 50


def _those_that_are_set(filters: DeviceFilters) -> dict[str, Any]:
    return filters.model_dump(mode="json", exclude_defaults=True)


def _once_each(columns: list[str]) -> list[str]:
    if len(set(columns)) < len(columns):
        raise ValueError("must name each column once")
    return columns


Filters = Annotated[DeviceFilters, PlainSerializer(_those_that_are_set)]
Column = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[\w.-]+$")]
Columns = Annotated[list[Column], Field(max_length=MOST_COLUMNS), AfterValidator(_once_each)]


class SavedViewIn(RequestBody):
    """The list of devices under a name; all may open what is `shared`."""

    name: Name
    shared: bool = Field(False, strict=True)
    filters: Filters = Field(
        default_factory=DeviceFilters, description="As the list of devices takes them."
    )
    columns: Columns = Field([], description="What a front end shows of a device, in order.")


class SavedViewChange(Changes):
    """What becomes different about a view."""

    name: Name = Field(default_factory=str)
    shared: bool = Field(False, strict=True)
    filters: Filters = Field(default_factory=DeviceFilters)
    columns: Columns = Field(default_factory=list)


class SavedViewQuery(ListQuery):
    """Filters; without any: my own and those that are shared."""

    ordering: str | None = Field(None, description="name, created_at, updated_at, id; `-` reverses")
    q: str | None = Field(None, max_length=200, description="Part of the name, literally.")
    mine: bool = Field(False, description="Those I own.")


class OwnerRef(AnswerBody):
    """Who keeps a view; without names while inventory has not heard of them."""

    id: int
    username: str | None
    display_name: str | None


class SavedViewOut(AnswerBody):
    """A view."""

    id: int
    version: int
    name: str
    shared: bool
    owner: OwnerRef
    filters: dict[str, Any] = Field(description="As the list of devices takes them.")
    columns: list[str]
    created_at: UtcTime
    updated_at: UtcTime
