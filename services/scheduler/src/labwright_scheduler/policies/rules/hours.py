"""Rules about the hours of the week in which devices may be used."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from labwright_chassis.zones import TimeZone
from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import Interval, merged, next_minute
from labwright_scheduler.policies.rules import nearest
from labwright_scheduler.policies.rules.asking import Claim
from labwright_scheduler.policies.rules.case import Case, Terms

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_AROUND = timedelta(days=9)


def _clock(text: str) -> str:
    hours, minutes = int(text[:2]), int(text[3:])
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise ValueError("a time of day is between 00:00 and 24:00")
    return text


Clock = Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d$"), AfterValidator(_clock)]
"""A time of day by the wall clock, `08:00`; `24:00` is the end of the day."""


class Hours(BaseModel):
    """On each of these days, from `opens` until `closes`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)]
    opens: Clock
    closes: Clock

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("closes must be after opens; end one day at 24:00, begin the next")
        return self


class BookableHours(Terms):
    """A slot lies within the week's hours; with `only_ends` only its start and its end do.

    The clock is that of `time_zone`, else of the device's site, else of the lab. A time that a
    change of the clock skips counts by the offset before it, one that comes twice is the first.
    """

    kind: Literal["bookable_hours"] = "bookable_hours"
    weekly: Annotated[tuple[Hours, ...], Field(min_length=1, max_length=50)]
    time_zone: TimeZone | None = None
    only_ends: bool = Field(False, strict=True)

    def judge(self, case: Case) -> Iterator[RuleViolation]:
        """A slot of which some time that it gains is outside of the hours."""
        spans: dict[ZoneInfo, Interval] = {}
        zones = {claim.device_id: self._zone(case, claim) for claim in case.claims}
        for claim in case.claims:
            zone, time = zones[claim.device_id], claim.interval
            span = spans.get(zone, time)
            spans[zone] = Interval(min(span.start, time.start), max(span.end, time.end))
        opens = {zone: Opening(self._open(span, zone)) for zone, span in spans.items()}
        for claim in case.claims:
            open_ = opens[zones[claim.device_id]]
            if bad := self._outside(claim, open_):
                found = self._nearest(claim, open_, bad, now=case.request.now)
                yield case.broken(
                    "bookable_hours",
                    claim,
                    limit=[hours.model_dump(mode="json") for hours in self.weekly],
                    actual={"start": claim.interval.start, "end": claim.interval.end},
                    nearest=found,
                )

    def _zone(self, case: Case, claim: Claim) -> ZoneInfo:
        return (
            ZoneInfo(self.time_zone) if self.time_zone else case.facts.things[claim.device_id].zone
        )

    def _open(self, span: Interval, zone: ZoneInfo) -> list[Interval]:
        """When it is open from somewhat before until somewhat after a time."""
        first = (span.start - _AROUND).astimezone(zone).date()
        days = (span.end + _AROUND).astimezone(zone).date() - first
        return merged(
            Interval(_instant(day, hours.opens, zone), _instant(day, hours.closes, zone))
            for day in (first + n * _DAY for n in range(days.days + 1))
            for hours in self.weekly
            if WEEK[day.weekday()] in hours.days
        )

    def _outside(self, claim: Claim, open_: "Opening") -> datetime | None:
        """The first instant that the claim gains and may not have."""
        if not self.only_ends:
            shut = (open_.first_shut(piece) for piece in claim.gains)
            return next((moment for moment in shut if moment is not None), None)
        former, time = claim.former, claim.interval
        if (former is None or time.start != former.start) and not open_.at(time.start):
            return time.start
        if (former is None or time.end != former.end) and not open_.at(time.end - _MINUTE):
            return time.end
        return None

    def _nearest(
        self, claim: Claim, open_: "Opening", bad: datetime, *, now: datetime
    ) -> Interval | None:
        if claim.former is not None:
            return claim.former if self.only_ends else nearest.trimmed(claim, bad)
        earliest = next_minute(now)
        rooms = [Interval(max(r.start, earliest), r.end) for r in open_.times if r.end > earliest]
        if self.only_ends:
            return _ends_within(claim.interval, rooms)
        return nearest.closest(claim.interval, rooms) or _longest_near(claim.interval, rooms)


@dataclass(frozen=True, slots=True)
class Opening:
    """Disjoint times in order, in which it is open."""

    times: Sequence[Interval]

    def at(self, moment: datetime) -> bool:
        """Whether it is open at that moment."""
        room = self._around(moment)
        return room is not None and moment < room.end

    def first_shut(self, piece: Interval) -> datetime | None:
        """The first instant of a time at which it is not open."""
        room = self._around(piece.start)
        if room is None or room.end <= piece.start:
            return piece.start
        return room.end if room.end < piece.end else None

    def _around(self, moment: datetime) -> Interval | None:
        n = bisect_right(self.times, moment, key=lambda each: each.start)
        return self.times[n - 1] if n else None


def _instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    if clock == "24:00":
        day, clock = day + _DAY, "00:00"
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def _longest_near(wanted: Interval, rooms: Sequence[Interval]) -> Interval | None:
    """The room that leaves the most of the length, the nearest of those."""

    def loss(room: Interval) -> tuple[timedelta, timedelta]:
        return room.start - room.end, abs(room.start - wanted.start)

    return min(rooms, key=loss, default=None)


def _ends_within(wanted: Interval, rooms: Sequence[Interval]) -> Interval | None:
    """Start and end moved into the rooms, each as little as it can be."""
    starts = [min(max(wanted.start, room.start), room.end - _MINUTE) for room in rooms]
    start = min(starts, key=lambda moment: abs(moment - wanted.start), default=None)
    if start is None:
        return None
    target = start + (wanted.end - wanted.start)
    later = [r for r in rooms if r.end > start]
    ends = [min(max(target, room.start + _MINUTE, start + _MINUTE), room.end) for room in later]
    end = min(ends, key=lambda moment: abs(moment - target), default=None)
    return None if end is None else Interval(start, end)
