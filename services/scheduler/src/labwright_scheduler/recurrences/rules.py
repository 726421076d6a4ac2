"""Recurrence rules of RFC 5545 (3.3.10) on a wall clock. Values only.

A rule is followed for `FARTHEST` from its start and no further, so that one which never meets
again costs no more than one that does. (dateutil looks for it until the year 9999; the tests
compare this with it where it reads RFC 5545 right.)
"""

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.recurrences.errors import RuleRefused

FARTHEST = timedelta(days=800)
"""How long after its start a rule may go on; bookings begin within 366 days anyway."""

LONGEST_RULE = 500
_DAY = timedelta(days=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


class Frequency(StrEnum):
    """What the rule counts in; nothing below a day, since a wall clock's hours are not even."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was written, taken apart. `by_day` has (ordinal, weekday), 0 for every one.

    `until` is a wall clock's time, or aware where it was written in UTC.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0

    @classmethod
    def parse(cls, text: str) -> "Rule":
        """Take `FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10` apart.

        Raises:
            RuleRefused: it is no such rule, never ends, or counts in hours or less.
        """
        parts = _parts(text)
        if parts.get("FREQ") not in set(Frequency):
            raise RuleRefused("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
        if ("COUNT" in parts) == ("UNTIL" in parts):
            raise RuleRefused("say when it ends, by either COUNT or UNTIL")
        if unknown := sorted(parts.keys() - _READERS.keys()):
            raise RuleRefused(f"{unknown[0]} is not understood here")
        rule = cls(**{_READERS[key][0]: _READERS[key][1](key, parts[key]) for key in parts})  # type: ignore[arg-type]
        rule._must_make_sense()
        return rule

    def _must_make_sense(self) -> None:
        if self.by_month_day and self.frequency is Frequency.WEEKLY:
            raise RuleRefused("BYMONTHDAY does not go with WEEKLY")
        if self.by_year_day and self.frequency is not Frequency.YEARLY:
            raise RuleRefused("BYYEARDAY goes with YEARLY alone")
        numbered = any(ordinal for ordinal, _ in self.by_day)
        if numbered and self.frequency in (Frequency.DAILY, Frequency.WEEKLY):
            raise RuleRefused("BYDAY takes numbers with MONTHLY and YEARLY alone")
        if self.by_set_pos and not (self.by_day or self.by_month_day or self.by_year_day):
            raise RuleRefused("BYSETPOS needs BYDAY, BYMONTHDAY or BYYEARDAY")


class Mode(StrEnum):
    """What becomes of the others where an occurrence is refused."""

    ALL_OR_NOTHING = "all_or_nothing"
    SKIP_REFUSED = "skip_refused"


class Scope(StrEnum):
    """How much of a series a change is about, from the occurrence that it names."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


def repeated(
    rule: Rule,
    first: Sequence[Interval],
    *,
    zone: ZoneInfo,
    without: Collection[date],
    most: int,
) -> list[list[Interval]]:
    """The times of every occurrence, those of the `first` one given, but `without` some days.

    Raises:
        RuleRefused: as `occurrences`, `most` being for all times together.
    """
    start = wall(min(interval.start for interval in first), zone)
    readings = [(wall(each.start, zone) - start, wall(each.end, zone) - start) for each in first]
    return [
        [placed(moment + begin, moment + end, zone) for begin, end in readings]
        for moment in occurrences(rule, start, zone=zone, most=most // len(first))
        if moment.date() not in without
    ]


def occurrences(rule: Rule, start: datetime, *, zone: ZoneInfo, most: int) -> list[datetime]:
    """When the rule meets on the wall clock, the start (naive, in the zone) being the first.

    Raises:
        RuleRefused: it does not meet its start, meets more than `most` times, or goes on past
            `FARTHEST`.
    """
    if rule.count is not None and rule.count > most:
        raise RuleRefused(f"COUNT may be at most {most} here")
    met: list[datetime] = []
    for moment in meetings(rule, start):
        if _is_past(moment, rule.until, zone):
            return met
        if not met and moment != start:
            raise RuleRefused(f"it does not meet its own start, but first {moment:%Y-%m-%dT%H:%M}")
        if len(met) == most:
            raise RuleRefused(f"it meets more than the {most} times that are taken at once")
        met.append(moment)
        if len(met) == rule.count:
            return met
    if not met:
        raise RuleRefused("it does not meet its own start")
    if rule.until is None or not _is_past(start + FARTHEST, rule.until, zone):
        raise RuleRefused(f"it goes on past {start + FARTHEST:%Y-%m-%d}, too far to be booked")
    return met


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows, without a zone."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def placed(start: datetime, end: datetime, zone: ZoneInfo) -> Interval:
    """The time between two readings of the wall clock.

    A reading that a change of the clock leaves out is meant by the offset before, one that comes
    twice is the first. Where so little is left that the end would not come after its start, the
    slot keeps its length.
    """
    first, last = _instant(start, zone), _instant(end, zone)
    return Interval(first, last if last > first else first + (end - start))


def shifted(interval: Interval, zone: ZoneInfo, *, start: timedelta, end: timedelta) -> Interval:
    """The interval with its start and end so much later on the wall clock."""
    return placed(wall(interval.start, zone) + start, wall(interval.end, zone) + end, zone)


def overlapping(intervals: Sequence[Interval]) -> Interval | None:
    """The first of the intervals that begins before the one ahead of it has ended."""
    for before, after in pairwise(sorted(intervals)):
        if after.start < before.end:
            return after
    return None


def _instant(reading: datetime, zone: ZoneInfo) -> datetime:
    return reading.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _is_past(moment: datetime, until: datetime | None, zone: ZoneInfo) -> bool:
    if until is None:
        return False
    return moment > until if until.tzinfo is None else _instant(moment, zone) > until


def meetings(rule: Rule, start: datetime) -> Iterator[datetime]:
    """Every meeting from the start on, whatever its number, as far as `FARTHEST`."""
    fits = _filters(rule, start)
    for period in _periods(rule, start.date(), (start + FARTHEST).date()):
        days = [day for day in period if all(fit(day) for fit in fits)]
        if rule.by_set_pos:
            size = len(days)
            places = {p - 1 if p > 0 else size + p for p in rule.by_set_pos}
            days = [days[place] for place in sorted(places) if 0 <= place < size]
        for day in days:
            if day >= start.date():
                yield datetime.combine(day, start.time())


def _periods(rule: Rule, first: date, last: date) -> Iterator[Sequence[date]]:
    """The days of each day, week, month or year that the rule looks at."""
    begin = first
    if rule.frequency is Frequency.WEEKLY:
        begin -= (first.weekday() - rule.week_start) % 7 * _DAY
    elif rule.frequency is Frequency.MONTHLY:
        begin = first.replace(day=1)
    elif rule.frequency is Frequency.YEARLY:
        begin = first.replace(month=1, day=1)
    while begin <= last:
        following = _after(begin, rule.frequency, 1)
        yield [begin + n * _DAY for n in range((following - begin).days)]
        begin = _after(begin, rule.frequency, rule.interval)


def _after(begin: date, frequency: Frequency, number: int) -> date:
    if frequency is Frequency.DAILY:
        return begin + number * _DAY
    if frequency is Frequency.WEEKLY:
        return begin + number * 7 * _DAY
    months = number if frequency is Frequency.MONTHLY else 12 * number
    year, month = divmod(begin.year * 12 + begin.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _filters(rule: Rule, start: datetime) -> list[Callable[[date], bool]]:
    """What a day must fulfil; what the rule leaves open is as on the day of its start."""
    by_month, by_month_day, by_day = rule.by_month, rule.by_month_day, rule.by_day
    if not (by_month_day or by_day or rule.by_year_day):
        if rule.frequency is Frequency.WEEKLY:
            by_day = ((0, start.weekday()),)
        elif rule.frequency is not Frequency.DAILY:
            by_month_day = (start.day,)
        if rule.frequency is Frequency.YEARLY:
            by_month = by_month or (start.month,)
    found: list[Callable[[date], bool]] = []
    if by_month:
        found.append(lambda day: day.month in by_month)
    if by_month_day:
        found.append(lambda day: _is_nth(day.day, _length_of_month(day), by_month_day))
    if rule.by_year_day:
        found.append(lambda day: _is_nth(*_in_year(day), rule.by_year_day))
    if by_day:
        in_year = rule.frequency is Frequency.YEARLY and not by_month
        found.append(lambda day: any(_is_weekday(day, each, in_year) for each in by_day))
    return found


def _is_weekday(day: date, wanted: tuple[int, int], in_year: bool) -> bool:
    ordinal, weekday = wanted
    if day.weekday() != weekday:
        return False
    number, length = _in_year(day) if in_year else (day.day, _length_of_month(day))
    return ordinal in (0, (number - 1) // 7 + 1, -((length - number) // 7 + 1))


def _is_nth(number: int, length: int, wanted: Sequence[int]) -> bool:
    return number in wanted or number - length - 1 in wanted


def _length_of_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _in_year(day: date) -> tuple[int, int]:
    """The number of the day in its year, and how many days that has."""
    return day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.upper().removeprefix("RRULE:").split(";"):
        key, equals, value = part.partition("=")
        if not (key and equals and value):
            raise RuleRefused("write it as FREQ=WEEKLY;BYDAY=MO;COUNT=10")
        if key in parts:
            raise RuleRefused(f"{key} stands there twice")
        parts[key] = value
    return parts


def _whole(key: str, text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII) or not least <= int(text) <= most:
        raise RuleRefused(f"{key} must be from {least} to {most}")
    return int(text)


def _positive(most: int) -> Callable[[str, str], int]:
    return lambda key, text: _whole(key, text, 1, most)


def _numbers(most: int, *, negative: bool = True) -> Callable[[str, str], tuple[int, ...]]:
    def read(key: str, text: str) -> tuple[int, ...]:
        found = {_whole(key, each, -most if negative else 1, most) for each in text.split(",")}
        if 0 in found:
            raise RuleRefused(f"{key} counts from 1")
        return tuple(sorted(found))

    return read


def _days(key: str, text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for each in text.split(","):
        match = _BY_DAY.fullmatch(each)
        if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise RuleRefused(f"{key} must be days such as MO or 2TU")
        found.append((int(match[1] or 0), _WEEKDAYS.index(match[2])))
    return tuple(found)


def _weekday(key: str, text: str) -> int:
    if text not in _WEEKDAYS:
        raise RuleRefused(f"{key} must be a day such as MO")
    return _WEEKDAYS.index(text)


def _end(key: str, text: str) -> datetime:
    """UNTIL: a day, included; a time of the wall clock; or with Z an instant."""
    match = _UNTIL.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        if match[2] is None:
            return datetime.combine(date.fromisoformat(match[1]), time.max)
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except ValueError as error:
        raise RuleRefused(f"{key} must be as 20270131 or 20270131T170000Z") from error
    return moment.replace(tzinfo=UTC) if match[3] else moment


_READERS: Mapping[str, tuple[str, Callable[[str, str], object]]] = {
    "FREQ": ("frequency", lambda key, text: Frequency(text)),
    "INTERVAL": ("interval", _positive(366)),
    "COUNT": ("count", _positive(10**9 - 1)),
    "UNTIL": ("until", _end),
    "BYDAY": ("by_day", _days),
    "BYMONTHDAY": ("by_month_day", _numbers(31)),
    "BYYEARDAY": ("by_year_day", _numbers(366)),
    "BYMONTH": ("by_month", _numbers(12, negative=False)),
    "BYSETPOS": ("by_set_pos", _numbers(366)),
    "WKST": ("week_start", _weekday),
}
