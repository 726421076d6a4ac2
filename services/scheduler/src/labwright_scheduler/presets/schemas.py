"""Shapes of templates, device groups and patch lists."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, Field, model_validator

from labwright_chassis.columns import normalised
from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_scheduler.bookings.schemas import (
    MOST_COLLABORATORS,
    MOST_SLOTS,
    BookingIn,
    PersonOut,
    SlotIn,
)
from labwright_scheduler.calendar.rules import LONGEST_SLOT
from labwright_scheduler.calendar.schemas import Minute, Span, Text
from labwright_scheduler.presets.models import LONGEST_KEY

DeviceId = Annotated[int, Field(ge=1, le=2**63 - 1, strict=True)]
_DAY = timedelta(days=1)


class DeviceItem(RequestBody):
    """A device."""

    device_id: DeviceId


class TemplateItem(DeviceItem):
    """A device, for how long, and how long after the template's start."""

    after: Annotated[Span, Field(ge=timedelta(), le=366 * _DAY)] = timedelta()
    lasts: Annotated[Span, Field(ge=timedelta(minutes=1), le=LONGEST_SLOT)]


class PatchItem(DeviceItem):
    """A device, or one of its ports."""

    port_id: DeviceId | None = None


Item = TypeVar("Item", bound=DeviceItem)


def _short_as_key(name: str) -> str:
    if len(normalised(name)) > LONGEST_KEY:
        raise ValueError("a name that is not so long when its characters are taken apart")
    return name


Name = Annotated[Text, Field(min_length=1, max_length=100), AfterValidator(_short_as_key)]
"""What something is kept under; no two of one owner are alike but for case and spaces."""


class PresetIn(RequestBody, Generic[Item]):
    """What is kept under a name; all may read what is `shared`."""

    name: Name
    description: Text | None = Field(None, max_length=1000)
    shared: bool = Field(False, strict=True)
    items: list[Item] = Field(min_length=1, max_length=MOST_SLOTS)


class TemplateIn(PresetIn[TemplateItem]):
    """A request for devices but for when; title and message are those of its bookings."""

    title: Text = Field(min_length=1, max_length=200)
    message: Text | None = Field(None, max_length=5000)


class DeviceGroupIn(PresetIn[DeviceItem]):
    """Devices that are booked together."""


class PatchListIn(PresetIn[PatchItem]):
    """Devices and ports in the order in which they are patched."""


class PresetChange(RequestBody, Generic[Item]):
    """What becomes different; a field that is not sent stays, null clears."""

    name: Name = Field(default_factory=str)
    description: Text | None = Field(None, max_length=1000)
    shared: bool = Field(False, strict=True)
    items: list[Item] = Field(default_factory=list, min_length=1, max_length=MOST_SLOTS)


class TemplateChange(PresetChange[TemplateItem]):
    """What becomes different about a template."""

    title: Text = Field(default_factory=str, min_length=1, max_length=200)
    message: Text | None = Field(None, max_length=5000)


class DeviceGroupChange(PresetChange[DeviceItem]):
    """What becomes different about a device group."""


class PatchListChange(PresetChange[PatchItem]):
    """What becomes different about a patch list."""


class PresetQuery(ListQuery):
    """Filters; without any: my own and those that are shared."""

    ordering: str | None = Field(None, description="name, created_at, updated_at, id; `-` reverses")
    q: str | None = Field(None, max_length=100, description="text in the name")
    mine: bool = Field(False, description="those I own")
    shared: bool | None = None


class DeviceItemOut(AnswerBody):
    """A device as it is now; one that was `removed` cannot be booked."""

    device_id: int
    device_name: str | None
    removed: bool


class TemplateItemOut(DeviceItemOut):
    """A device, for how long, and how long after the template's start."""

    after: timedelta
    lasts: timedelta


class PatchItemOut(DeviceItemOut):
    """A device or one of its ports; `removed` if either is."""

    port_id: int | None
    port_name: str | None


ItemOut = TypeVar("ItemOut", bound=DeviceItemOut)


class PresetOut(AnswerBody, Generic[ItemOut]):
    """What is kept, with its devices as they are now."""

    id: int
    version: int
    name: str
    description: str | None
    shared: bool
    owner: PersonOut
    items: list[ItemOut]
    created_at: datetime
    updated_at: datetime


class TemplateOut(PresetOut[TemplateItemOut]):
    """A template."""

    title: str
    message: str | None


class DeviceGroupOut(PresetOut[DeviceItemOut]):
    """A device group."""


class PatchListOut(PresetOut[PatchItemOut]):
    """A patch list."""


class PresetBookIn(RequestBody, ABC):
    """When, and what else a booking says."""

    start: Minute
    message: Text | None = Field(None, max_length=5000)
    collaborators: list[str] = Field(default_factory=list, max_length=MOST_COLLABORATORS)
    hold: bool = Field(False, strict=True)
    project_id: DeviceId | None = Field(None, description="A project that I am a member of.")

    def request(self, content: dict[str, Any], items: Sequence[dict[str, Any]]) -> BookingIn:
        """The request for what is kept, at that time."""
        said: dict[str, Any] = self.model_dump(include={"collaborators", "hold", "project_id"})
        return BookingIn.model_construct(
            **said,
            title=self._title(content),
            message=self.message or content.get("message"),
            slots=[self._slot(item) for item in items],
        )

    @abstractmethod
    def _title(self, content: dict[str, Any]) -> str:
        """What the booking is called."""

    @abstractmethod
    def _slot(self, item: dict[str, Any]) -> SlotIn:
        """When an item's device is wanted."""


class TemplateBookIn(PresetBookIn):
    """When the template starts; what is not said is as it says."""

    title: Text | None = Field(None, min_length=1, max_length=200)

    def _title(self, content: dict[str, Any]) -> str:
        return self.title or str(content["title"])

    def _slot(self, item: dict[str, Any]) -> SlotIn:
        kept = TemplateItem.model_validate(item)
        start = self.start + kept.after
        end = start + kept.lasts
        return SlotIn.model_construct(device_id=kept.device_id, start=start, end=end)


class DevicesBookIn(PresetBookIn):
    """From when to when all of the devices are wanted."""

    title: Text = Field(min_length=1, max_length=200)
    end: Minute

    @model_validator(mode="after")
    def _ends_after_start(self) -> "DevicesBookIn":
        if self.end <= self.start:
            raise ValueError("end must be after start")
        return self

    def _title(self, content: dict[str, Any]) -> str:
        return self.title

    def _slot(self, item: dict[str, Any]) -> SlotIn:
        return SlotIn.model_construct(device_id=item["device_id"], start=self.start, end=self.end)
