"""Rules about how much somebody uses at once or in a week, and the distance to others."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import Interval, merged, overlaps, peak, segments
from labwright_scheduler.calendar.schemas import Span
from labwright_scheduler.policies.rules import nearest
from labwright_scheduler.policies.rules.asking import Claim, Request, parts_within
from labwright_scheduler.policies.rules.case import Case, Terms
from labwright_scheduler.policies.rules.times import length

_WEEK = timedelta(days=7)
WEEKS_AHEAD = 4
"""How many weeks later a time is looked for where a week is used up."""


class Buffer(Terms):
    """Between two bookings of a device there is so much time."""

    kind: Literal["buffer"] = "buffer"
    gap: Annotated[Span, Field(ge=timedelta(minutes=1), le=timedelta(days=7))]

    def sees_taken(self, request: Request) -> Interval:
        """The request with the gap around it, and as far as another time is looked for."""
        span = request.span()
        return Interval(span.start - self.gap, span.end + self.gap + nearest.REACH)

    def judge(self, case: Case) -> Iterator[RuleViolation]:
        """What comes too near to another booking, on a device that bears no more of them."""
        others = {id: self._full(case, id) for id in {claim.device_id for claim in case.claims}}
        for claim in case.claims:
            near = self._of_other_parts(case, claim)
            busy = self._full(case, claim.device_id, near) if near else others[claim.device_id]
            bad = next((part for piece in claim.gains for part in parts_within(busy, piece)), None)
            if bad is not None:
                taken = case.facts.taken.get(claim.device_id, ())
                yield case.broken(
                    "buffer",
                    claim,
                    limit=self.gap,
                    actual=_distance(claim, [*taken, *near]),
                    nearest=self._nearest(case, claim, busy, bad.start),
                )

    def _full(self, case: Case, device_id: int, near: Sequence[Interval] = ()) -> list[Interval]:
        """When a device bears nothing more beside the others, with the time around them."""
        taken = [*case.facts.taken.get(device_id, ()), *near]
        capacity = case.facts.things[device_id].capacity
        wide = [self._around(interval) for interval in taken]
        return merged(piece for piece, level in segments(wide) if level >= capacity)

    def _of_other_parts(self, case: Case, claim: Claim) -> list[Interval]:
        """What other bookings of the same request shall have of the device near to this."""
        held = [part.get(claim.device_id, ()) for part in case.request.parts]
        own = next((n for n, times in enumerate(held) if claim.interval in times), None)
        near = self._around(claim.interval)
        return [i for n, times in enumerate(held) if n != own for i in times if i.overlaps(near)]

    def _around(self, interval: Interval) -> Interval:
        return Interval(interval.start - self.gap, interval.end + self.gap)

    def _nearest(
        self, case: Case, claim: Claim, busy: Sequence[Interval], bad: datetime
    ) -> Interval | None:
        if claim.former is not None:
            return nearest.trimmed(claim, bad)
        until = case.request.span().end + nearest.REACH
        return nearest.free(claim.interval, busy, now=case.request.now, until=until)


class MaxDevices(Terms):
    """One person has at most so many of the devices at once."""

    about_person = True
    reads_own = True

    kind: Literal["max_devices"] = "max_devices"
    at_most: int = Field(ge=1, le=10_000, strict=True)

    def judge(self, case: Case) -> Iterator[RuleViolation]:
        """The times in which the request would make it more."""
        wanted = _by_device(case, wanted=True)
        others = _by_device(case, wanted=False)
        together = {id: [*wanted.get(id, ()), *others.get(id, ())] for id in wanted | others}
        levels = segments([i for intervals in together.values() for i in merged(intervals)])
        full = [(piece, level) for piece, level in levels if level > self.at_most]
        gains = merged(piece for claim in case.claims for piece in claim.gains)
        bad = overlaps(gains, merged(piece for piece, _ in full))
        if not bad:
            return
        actual = max(level for piece, level in full if any(piece.overlaps(b) for b in bad))
        whole = Interval(
            min(i.start for each in wanted.values() for i in each),
            max(i.end for each in wanted.values() for i in each),
        )
        found = self._nearest(case, whole, wanted, others, bad[0].start)
        about = case.claims[0] if len(case.claims) == 1 else whole
        yield case.broken("max_devices", about, limit=self.at_most, actual=actual, nearest=found)

    def _nearest(
        self,
        case: Case,
        whole: Interval,
        wanted: dict[int, list[Interval]],
        others: dict[int, list[Interval]],
        bad: datetime,
    ) -> Interval | None:
        if any(claim.former for claim in case.claims):
            return nearest.trimmed(case.claims[0], bad) if len(case.claims) == 1 else None
        left = self.at_most - peak([i for each in wanted.values() for i in merged(each)])
        if left < 0:
            return None
        levels = segments([i for each in others.values() for i in merged(each)])
        busy = merged(piece for piece, level in levels if level > left)
        until = whole.end + nearest.REACH
        return nearest.free(whole, busy, now=case.request.now, until=until)


class WeeklyHours(Terms):
    """One person has at most so many hours of the devices in a week, Monday to Sunday.

    Two devices for an hour are two hours. The week is that of the lab's time zone.
    """

    about_person = True
    reads_own = True

    kind: Literal["weekly_hours"] = "weekly_hours"
    at_most: Annotated[Span, Field(ge=timedelta(minutes=1), le=timedelta(days=366))]

    def judge(self, case: Case) -> Iterator[RuleViolation]:
        """Each week in which the request would make it more."""
        zone = case.facts.zone
        wanted, held = _wanted(case), _held(case)
        used = _per_week(_others(case), zone)
        asked, had = _per_week(wanted, zone), _per_week(held, zone)
        nothing = timedelta()
        over = [
            week
            for week in sorted(asked)
            if asked[week] > had.get(week, nothing)
            and asked[week] + used.get(week, nothing) > self.at_most
        ]
        for n, week in enumerate(over):
            found = self._nearest(case, wanted, used, week) if n == 0 else None
            yield case.broken(
                "weekly_hours",
                case.claims[0] if len(case.claims) == 1 else week,
                limit=self.at_most,
                actual=asked[week] + used.get(week, nothing),
                nearest=found,
            )

    def _nearest(
        self,
        case: Case,
        wanted: Sequence[Interval],
        used: dict[Interval, timedelta],
        week: Interval,
    ) -> Interval | None:
        """What the first week leaves of a single slot, else the same some weeks later."""
        if any(claim.former for claim in case.claims):
            return case.claims[0].former if len(case.claims) == 1 else None
        first = case.claims[0].interval
        if len(wanted) == 1:
            left = self.at_most - used.get(week, timedelta())
            cut = max(first.start, week.start) + left
            if first.start < cut < first.end and left >= timedelta():
                return Interval(first.start, cut)
        for n in range(1, WEEKS_AHEAD + 1):
            later = [_weeks_later(i, n, case.facts.zone) for i in wanted]
            asked = _per_week(later, case.facts.zone)
            if all(asked[w] + used.get(w, timedelta()) <= self.at_most for w in asked):
                return _weeks_later(first, n, case.facts.zone)
        return None


def _by_device(case: Case, *, wanted: bool) -> dict[int, list[Interval]]:
    """What is wanted, or what the person has beside it, of the devices that the rule is about."""
    things, about = case.facts.things, case.target
    if wanted:
        asked = case.request.wanted
        return {id: list(asked[id]) for id in asked if about.covers_thing(things[id])}
    found: dict[int, list[Interval]] = {}
    for use in case.facts.own:
        if about.covers_thing(things[use.device_id]):
            found.setdefault(use.device_id, []).append(use.interval)
    return found


def _wanted(case: Case) -> list[Interval]:
    return [i for each in _by_device(case, wanted=True).values() for i in each]


def _others(case: Case) -> list[Interval]:
    return [i for each in _by_device(case, wanted=False).values() for i in each]


def _held(case: Case) -> list[Interval]:
    things, held = case.facts.things, case.request.held
    about = (id for id in held if id in things and case.target.covers_thing(things[id]))
    return [interval for id in about for interval in held[id]]


def _distance(claim: Claim, taken: Sequence[Interval]) -> timedelta:
    """How near the nearest other is."""
    time = claim.interval
    gaps = (max(time.start - other.end, other.start - time.end) for other in taken)
    return max(timedelta(), min(gaps, default=timedelta()))


def _per_week(intervals: Sequence[Interval], zone: ZoneInfo) -> dict[Interval, timedelta]:
    """How much of the intervals lies in each week."""
    found: dict[Interval, timedelta] = {}
    for interval in intervals:
        week = week_of(interval.start, zone)
        while week.start < interval.end:
            part = interval.common(week)
            if part is not None:
                found[week] = found.get(week, timedelta()) + length(part)
            week = week_of(week.end, zone)
    return found


def week_of(moment: datetime, zone: ZoneInfo) -> Interval:
    """The week from Monday on in which a moment lies, by the clock of a zone."""
    day = moment.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    # In UTC: between two times of one zone Python counts by the wall clock.
    start, end = (datetime.combine(day, time(), zone) for day in (monday, monday + _WEEK))
    return Interval(start.astimezone(UTC), end.astimezone(UTC))


def _weeks_later(interval: Interval, weeks: int, zone: ZoneInfo) -> Interval:
    """The same wall-clock start so many weeks later, as long as before."""
    start = interval.start.astimezone(zone) + weeks * _WEEK
    return nearest.shifted(interval, start.astimezone(UTC))
