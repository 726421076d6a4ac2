"""Maintenances as they are written, asked for and shown."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.base import UtcTime
from labwright_inventory.entries.schemas import Changes, Line, OptionalLine, OptionalNote, RowId
from labwright_inventory.maintenance.models import Maintenance
from labwright_inventory.maintenance.rules import MaintenanceKind, MaintenanceState


def _whole_minute(value: datetime) -> datetime:
    if value.second or value.microsecond:
        raise ValueError("must be a whole minute")
    return value


def _no_number(value: object) -> object:
    if isinstance(value, int | float):
        raise ValueError("must be a time in RFC 3339 with an offset")
    return value


def _never() -> datetime:
    return datetime.max.replace(tzinfo=UTC)


def _two_decimals(value: float) -> float:
    if round(value, 2) != value:
        raise ValueError("must have at most two decimals")
    return value


Instant = Annotated[UtcTime, BeforeValidator(_no_number)]
Minute = Annotated[Instant, AfterValidator(_whole_minute)]
Title = Annotated[Line, StringConstraints(min_length=1)]
Cost = Annotated[float, Field(ge=0, lt=10**10, allow_inf_nan=False), AfterValidator(_two_decimals)]

_WINDOW = "The window is half-open, `[start, end)`, in whole minutes."


class _Report(Changes):
    """What is known of the work itself; null clears."""

    performed_at: Instant | None = None
    performed_by: OptionalLine = None
    next_due: Instant | None = Field(None, description="When it is due again.")
    cost: Cost | None = Field(None, description="In the lab's currency.")
    parts: OptionalNote = None
    outcome: OptionalNote = None


class MaintenanceCreate(_Report):
    """A new maintenance, scheduled."""

    device_id: RowId
    kind: MaintenanceKind
    title: Title
    description: OptionalNote = None
    start: Minute = Field(description=_WINDOW)
    end: Minute

    @model_validator(mode="after")
    def _end_after_start(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end must be after start")
        return self


class MaintenanceChange(_Report):
    """What becomes different about a maintenance."""

    kind: MaintenanceKind = Field(default_factory=lambda: MaintenanceKind.OTHER)
    title: Title = Field(default_factory=str)
    description: OptionalNote = None
    start: Minute = Field(
        default_factory=lambda: datetime.max.replace(tzinfo=UTC), description=_WINDOW
    )
    end: Minute = Field(default_factory=lambda: datetime.max.replace(tzinfo=UTC))


class MaintenanceReport(_Report):
    """How the work ended; without `performed_at` and `performed_by`: now, and by the caller."""


class Cancellation(RequestBody):
    """Why it does not take place."""

    reason: OptionalLine = None


class DeviceRef(AnswerBody):
    """The device of a maintenance."""

    id: int
    name: str


class MaintenanceOut(AnswerBody):
    """A maintenance over `[start, end)`."""

    id: int
    version: int
    device_id: int
    device: DeviceRef
    kind: MaintenanceKind
    title: str
    description: str | None
    start: UtcTime
    end: UtcTime
    state: MaintenanceState
    started_at: UtcTime | None
    performed_at: UtcTime | None
    performed_by: str | None
    next_due: UtcTime | None
    cost: float | None
    parts: str | None
    outcome: str | None
    created_at: UtcTime
    updated_at: UtcTime

    @classmethod
    def of(cls, maintenance: Maintenance, device_name: str) -> Self:
        """The answer for a maintenance."""
        names = cls.model_fields.keys() - {"device"}
        device = DeviceRef(id=maintenance.device_id, name=device_name)
        return cls(**{name: getattr(maintenance, name) for name in names}, device=device)


class MaintenanceQuery(ListQuery):
    """Filters of the list of maintenances."""

    ordering: str | None = Field(
        None,
        max_length=200,
        description="start, end, next_due, state, created_at, updated_at, id; `-` descends.",
    )
    brief: bool = Field(False, description="Only id, path and display name.")
    device_id: list[RowId] = Field([], max_length=100, description="Repeated: any of them.")
    state: list[MaintenanceState] = Field([], description="Repeated: any of them.")
    kind: list[MaintenanceKind] = Field([], description="Repeated: any of them.")
    q: str | None = Field(None, max_length=200, description="Part of the title, literally.")
    window_start: UtcTime | None = Field(
        None, description="With `window_end`: whose window meets `[window_start, window_end)`."
    )
    window_end: UtcTime | None = Field(
        None, description="See `window_start`; each may stand alone."
    )
    next_due__gte: UtcTime | None = Field(None, description="Due again at this time or later.")
    next_due__lt: UtcTime | None = Field(None, description="Due again before this time.")
