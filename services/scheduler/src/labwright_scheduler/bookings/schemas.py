"""Shapes of bookings."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Protocol, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.functional_validators import AfterValidator

from labwright_chassis.errors import Malformed
from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.base import known
from labwright_contracts.problems import RuleViolation, SlotConflict
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.calendar.schemas import Instant, Minute, Span, Text

MOST_SLOTS = 1000
MOST_COLLABORATORS = 50


class SlotIn(RequestBody):
    """One device over the half-open interval `[start, end)`."""

    device_id: int = Field(ge=1, le=2**63 - 1, strict=True)
    start: Minute
    end: Minute

    @model_validator(mode="after")
    def _ends_after_start(self) -> "SlotIn":
        if self.end <= self.start:
            raise ValueError("end must be after start")
        return self

    @property
    def interval(self) -> Interval:
        """Its time."""
        return Interval(self.start, self.end)


def wanted_of(slots: Sequence[SlotIn]) -> dict[int, list[Interval]]:
    """The intervals of slots, by device."""
    wanted: dict[int, list[Interval]] = {}
    for slot in slots:
        wanted.setdefault(slot.device_id, []).append(slot.interval)
    return wanted


class Forcible(RequestBody):
    """A wish that may be forced where there is no room or a rule is against it."""

    force: bool = Field(False, strict=True, description="Needs a permission of its own.")
    reason: Text | None = Field(
        None, min_length=1, max_length=500, description="Kept in the audit log; needed to force."
    )

    @model_validator(mode="after")
    def _forces_with_a_reason(self) -> Self:
        if self.force and self.reason is None:
            raise ValueError("say why it is forced")
        return self


class BookingIn(Forcible):
    """A request for devices; with `hold` they are only held, for a quarter of an hour.

    Where there is no room, `allow_conflict` challenges those who have it, and `wait` waits for it.
    """

    title: Text = Field(min_length=1, max_length=200)
    message: Text | None = Field(None, max_length=5000)
    collaborators: list[str] = Field(default_factory=list, max_length=MOST_COLLABORATORS)
    slots: list[SlotIn] = Field(min_length=1, max_length=MOST_SLOTS)
    hold: bool = Field(False, strict=True)
    project_id: int | None = Field(
        None, ge=1, le=2**63 - 1, strict=True, description="A project that I am a member of."
    )
    allow_conflict: bool = Field(
        False, strict=True, description="Ask for places that others have: somebody decides."
    )
    wait: bool = Field(False, strict=True, description="Wait for room, and be offered it.")

    @model_validator(mode="after")
    def _says_one_way(self) -> Self:
        if sum((self.hold, self.allow_conflict, self.wait)) > 1:
            raise ValueError("send one of hold, allow_conflict and wait")
        if self.force and (self.allow_conflict or self.wait):
            raise ValueError("what is forced neither conflicts nor waits")
        return self

    def wanted(self) -> dict[int, list[Interval]]:
        """The intervals asked for, by device."""
        return wanted_of(self.slots)


class CheckOut(AnswerBody):
    """What stands against a request at this moment; nothing where it `passes`."""

    passes: bool
    conflicts: list[SlotConflict]
    violations: list[RuleViolation]
    enters: SlotState | None = Field(description="The state that it would have; null if refused.")
    needs_approval: bool = Field(description="Whether it would wait until somebody approves it.")
    approval_reasons: list[str]


class Selection(RequestBody):
    """Slots of a booking, by their own numbers or their devices'; all of them if none is named."""

    slot_ids: list[int] | None = Field(None, min_length=1, max_length=MOST_SLOTS)
    device_ids: list[int] | None = Field(None, min_length=1, max_length=MOST_SLOTS)

    def among(self, slots: Sequence[Slot]) -> list[Slot]:
        """The slots it selects.

        Raises:
            Malformed: it names a slot or device that is not among them.
        """
        for field, named, present in (
            ("slot_ids", self.slot_ids, {slot.id for slot in slots}),
            ("device_ids", self.device_ids, {slot.device_id for slot in slots}),
        ):
            if unknown := sorted(set(named or ()) - present):
                raise Malformed.at(f"/{field}", f"There is no {unknown[0]} in it.", "unknown")
        return [
            slot
            for slot in slots
            if (self.slot_ids is None or slot.id in self.slot_ids)
            and (self.device_ids is None or slot.device_id in self.device_ids)
        ]


class CancelIn(Selection):
    """What of the booking, and why; kept in the audit log."""

    reason: Text | None = Field(None, max_length=500)


Targets = dict[int, tuple[int, Interval]]
"""Device and time wanted, by slot."""


class Reshape(Protocol):
    """A wish for other times or devices of a booking's slots."""

    @property
    def force(self) -> bool:
        """Whether it is to stand where there is no room or a rule is against it."""
        ...

    @property
    def reason(self) -> str | None:
        """Why, in words."""
        ...

    def devices(self) -> list[int]:
        """Devices that it names beside those of the booking."""
        ...

    def applied_to(self, slots: Sequence[Slot], open_slots: Sequence[Slot]) -> Targets:
        """What is wanted for which slot of a booking; Malformed where that cannot be."""
        ...


class ExtendIn(Selection, Forcible):
    """Another end: `end` itself, or `by` so much later, earlier where it is negative.

    It is for the slots that are selected, and without a selection for the last of each device.
    """

    by: Span | None = None
    end: Minute | None = None

    @model_validator(mode="after")
    def _says_how_far(self) -> Self:
        if (self.by is None) == (self.end is None):
            raise ValueError("send by or end")
        return self

    def devices(self) -> list[int]:
        """None beside the booking's own."""
        return []

    def applied_to(self, slots: Sequence[Slot], open_slots: Sequence[Slot]) -> Targets:
        """The new end of each."""
        selected = self.among(slots if self.slot_ids else open_slots)
        if self.slot_ids is None:
            last = {slot.device_id: slot for slot in sorted(selected, key=lambda s: s.end_at)}
            selected = list(last.values())
        return {
            slot.id: (slot.device_id, _interval(slot.start_at, self.end or slot.end_at + self._by))
            for slot in selected
        }

    @property
    def _by(self) -> timedelta:
        return self.by or timedelta()


class MoveIn(Selection, Forcible):
    """Another time of the same length: `by` so much later, or so that the first begins at `start`.

    Without a selection it is for all slots that have not ended.
    """

    by: Span | None = None
    start: Minute | None = None

    @model_validator(mode="after")
    def _says_how_far(self) -> Self:
        if (self.by is None) == (self.start is None):
            raise ValueError("send by or start")
        return self

    def devices(self) -> list[int]:
        """None beside the booking's own."""
        return []

    def applied_to(self, slots: Sequence[Slot], open_slots: Sequence[Slot]) -> Targets:
        """The new time of each."""
        standing = [slot for slot in open_slots if not slot.waits_beside]
        selected = self.among(slots if self.slot_ids else standing)
        if not selected:
            return {}
        by = self.by or (self.start or selected[0].start_at) - min(s.start_at for s in selected)
        return {
            slot.id: (slot.device_id, Interval(slot.start_at + by, slot.end_at + by))
            for slot in selected
        }


class SlotChange(RequestBody):
    """What becomes different about one slot."""

    id: int = Field(ge=1, le=2**63 - 1, strict=True)
    device_id: int | None = Field(None, ge=1, le=2**63 - 1, strict=True)
    start: Minute | None = None
    end: Minute | None = None


class SlotsChange(Forcible):
    """Other times or devices for slots, each as it says: all of it or nothing."""

    slots: list[SlotChange] = Field(min_length=1, max_length=MOST_SLOTS)

    def devices(self) -> list[int]:
        """The devices that slots shall move to."""
        return [change.device_id for change in self.slots if change.device_id is not None]

    def applied_to(self, slots: Sequence[Slot], open_slots: Sequence[Slot]) -> Targets:
        """What each slot shall become."""
        present = {slot.id: slot for slot in slots}
        targets: Targets = {}
        for n, change in enumerate(self.slots):
            slot = present.get(change.id)
            if slot is None or slot.id in targets:
                words = "is not in it" if slot is None else "is named twice"
                raise Malformed.at(f"/slots/{n}/id", f"Slot {change.id} {words}.", "unknown")
            interval = _interval(change.start or slot.start_at, change.end or slot.end_at)
            targets[slot.id] = (change.device_id or slot.device_id, interval)
        return targets


class BookingChange(RequestBody):
    """What becomes different; a field that is not sent stays, null clears."""

    title: Text = Field(default_factory=str, min_length=1, max_length=200)
    message: Text | None = Field(None, max_length=5000)
    collaborators: list[str] | None = Field(
        None, max_length=MOST_COLLABORATORS, description="All of them, by username."
    )

    def sent(self) -> dict[str, Any]:
        """The fields of the request."""
        return self.model_dump(exclude_unset=True)


class TransferIn(Forcible):
    """To whom, by username; the former owner stays as a collaborator."""

    username: str = Field(min_length=1, max_length=100)


class RebookIn(RequestBody):
    """How much later than the former one, earlier where it is negative; `PT0S` restores it."""

    by: Span
    hold: bool = Field(False, strict=True)


def _interval(start: datetime, end: datetime) -> Interval:
    if end <= start:
        raise Malformed.at("/end", "A slot must end after it starts.", "order")
    return Interval(start, end)


class BookingFilters(BaseModel):
    """Filters. With `start` and `end`: bookings with a slot in that time."""

    model_config = ConfigDict(extra="forbid")

    ordering: str | None = Field(None, description="start, created_at; `-` reverses")
    q: str | None = Field(
        None,
        max_length=100,
        description="text in the name of a device, or in the title where that may be read",
    )
    start: Instant | None = None
    end: Instant | None = None
    device_id: list[int] | None = Field(None, description="any of these devices")
    owner_id: int | None = None
    project_id: list[int] | None = Field(None, description="for any of these projects")
    mine: bool = Field(False, description="bookings I own or take part in")
    overcommitted: bool = Field(
        False, description="bookings with a slot that its device cannot bear any more"
    )
    series_id: UUID | None = None
    status: list[Annotated[SlotState, AfterValidator(known)]] | None = Field(
        None, description="any slot in one of these states"
    )


class BookingQuery(BookingFilters, ListQuery):
    """A page of them."""


class PersonOut(AnswerBody):
    """A person as everybody may see them."""

    id: int
    username: str
    display_name: str


class SlotOut(AnswerBody):
    """One device's interval, with its state as it reads now."""

    id: int
    device_id: int
    device_name: str | None
    start: datetime
    end: datetime
    planned_end: datetime | None = Field(description="When it was to end, if given back early.")
    status: SlotState
    overcommitted: bool
    checked_in_at: datetime | None
    expires_at: datetime | None = Field(description="When it expires if nobody decides on it.")
    extends: int | None = Field(description="The slot that it makes longer once it is approved.")
    replaces: int | None = Field(description="The slot whose place it takes once it is approved.")
    wanted_start: datetime | None = Field(
        description="Its start once it is approved: until then it takes only what is new."
    )
    wanted_end: datetime | None


class StepOut(AnswerBody):
    """One change of a booking; each of `changes` has a slot `before`, null for a new one, and
    `after`.
    """

    version: int
    at: datetime
    action: str
    actor: str
    actor_name: str
    reason: str
    changes: list[dict[str, Any]]


class BookingOut(AnswerBody):
    """A booking. `title`, `message` and `collaborators` are null for those they do not concern."""

    id: UUID
    status: SlotState
    status_text: str
    owner: PersonOut
    project_id: int | None
    title: str | None
    message: str | None
    collaborators: list[PersonOut] | None
    held_until: datetime | None
    approval_reasons: list[str] | None
    series_id: UUID | None = Field(description="The series that it is an occurrence of.")
    owner_gone_at: datetime | None = Field(
        description="Since when its owner is disabled or removed: somebody has to take it over."
    )
    created_at: datetime
    updated_at: datetime
    version: int
    slots: list[SlotOut]
