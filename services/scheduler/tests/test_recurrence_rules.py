"""Rules of recurrence: as dateutil reads them, and right over both changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.recurrences.errors import RuleRefused
from labwright_scheduler.recurrences.rules import (
    Rule,
    meetings,
    occurrences,
    overlapping,
    placed,
    shifted,
    wall,
)


def reading(*parts):
    """What the clock on a wall shows: without a zone."""
    return datetime(*parts)  # noqa: DTZ001


DUBLIN = ZoneInfo("Europe/Dublin")
ZONES = st.sampled_from(
    ["UTC", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
).map(ZoneInfo)
STARTS = st.datetimes(reading(2026, 1, 1), reading(2028, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


def some_of(values, most=3):
    listed = st.lists(values, min_size=1, max_size=most, unique=True)
    return listed.map(lambda found: ",".join(map(str, found)))


def nth(most):
    return st.integers(-most, most).filter(bool)


def ordinal_days(most):
    return st.tuples(nth(most), DAYS).map(lambda each: f"{each[0]}{each[1]}")


PARTS = {
    "DAILY": {"BYDAY": some_of(DAYS), "BYMONTH": some_of(st.integers(1, 12))},
    "WEEKLY": {"BYDAY": some_of(DAYS), "WKST": DAYS},
    "MONTHLY": {
        "BYDAY": some_of(ordinal_days(4)) | some_of(DAYS),
        "BYMONTHDAY": some_of(nth(31)),
        "BYMONTH": some_of(st.integers(1, 12)),
        "BYSETPOS": some_of(nth(4)),
    },
    "YEARLY": {
        "BYDAY": some_of(ordinal_days(20)) | some_of(DAYS),
        "BYMONTHDAY": some_of(nth(31)),
        "BYYEARDAY": some_of(nth(366)),
        "BYMONTH": some_of(st.integers(1, 12)),
        "BYSETPOS": some_of(nth(4)),
    },
}


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(sorted(PARTS)))
    parts = draw(st.fixed_dictionaries({}, optional=PARTS[frequency]))
    if not parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}:
        parts.pop("BYSETPOS", None)
    parts |= draw(st.fixed_dictionaries({}, optional={"INTERVAL": st.integers(1, 5)}))
    return ";".join([f"FREQ={frequency}", *(f"{key}={value}" for key, value in parts.items())])


@settings(max_examples=80, deadline=None)
@given(text=rules(), start=STARTS, days=st.integers(0, 700))
def test_a_rule_meets_when_dateutil_says_so(text, start, days):
    until = f"{text};UNTIL={start + timedelta(days=days):%Y%m%dT%H%M%S}"
    rule = Rule.parse(until)
    ours = [moment for moment in meetings(rule, start) if moment <= rule.until]
    assume(ours)  # dateutil looks for what never comes until the year 9999
    assert list(rrulestr(until, dtstart=start)) == ours


@given(zone=ZONES, start=STARTS, minutes=st.integers(1, 3 * 1440), number=st.integers(1, 40))
def test_readings_of_the_wall_clock_stay_and_none_gets_lost(zone, start, minutes, number):
    length = timedelta(minutes=minutes)
    met = occurrences(Rule.parse(f"FREQ=DAILY;COUNT={number}"), start, zone=zone, most=1000)
    assert len(met) == number
    for moment in met:
        slot = placed(moment, moment + length, zone)
        assert slot.start < slot.end
        if exists(moment, zone):
            assert wall(slot.start, zone) == moment
            if exists(moment + length, zone):
                assert wall(slot.end, zone) == moment + length or slot.end - slot.start == length


@given(zone=ZONES, start=STARTS, days=st.integers(1, 5))
def test_what_follows_without_a_gap_touches_and_never_overlaps(zone, start, days):
    met = [start + timedelta(days=days * n) for n in range(60)]
    slots = [placed(moment, moment + timedelta(days=days), zone) for moment in met]
    assert all(one.end == other.start for one, other in pairwise(slots))
    assert overlapping(slots) is None
    assert overlapping([*slots, Interval(slots[3].start, slots[4].start)]) is not None


@given(zone=ZONES, start=STARTS, minutes=st.integers(-2000, 2000))
def test_to_shift_shifts_what_the_clock_shows(zone, start, minutes):
    by = timedelta(minutes=minutes)
    slot = placed(start, start + timedelta(hours=30), zone)
    moved = shifted(slot, zone, start=by, end=by)
    wanted = wall(slot.start, zone) + by
    assert not exists(wanted, zone) or wall(moved.start, zone) == wanted


def exists(shown, zone):
    return wall(shown.replace(tzinfo=zone).astimezone(UTC), zone) == shown


def test_a_reading_left_out_is_meant_by_the_offset_before():
    # Dublin, 28 March 2027: 01:00 to 02:00 do not exist.
    slot = placed(reading(2027, 3, 28, 1, 30), reading(2027, 3, 28, 4), DUBLIN)
    assert slot.start == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert slot.end == datetime(2027, 3, 28, 3, tzinfo=UTC)


def test_a_reading_that_comes_twice_is_the_first():
    # Dublin, 31 October 2027: 01:00 to 02:00 come twice.
    slot = placed(reading(2027, 10, 31, 1, 30), reading(2027, 10, 31, 3), DUBLIN)
    assert slot.start == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert slot.end == datetime(2027, 10, 31, 3, tzinfo=UTC)


def test_what_would_end_before_it_starts_keeps_its_length():
    slot = placed(reading(2027, 3, 28, 1, 30), reading(2027, 3, 28, 2, 15), DUBLIN)
    assert slot.end - slot.start == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "FREQ"),
        ("WEEKLY", "FREQ"),
        ("FREQ=SECONDLY;COUNT=2", "FREQ"),
        ("FREQ=MINUTELY;COUNT=2", "FREQ"),
        ("FREQ=HOURLY;COUNT=2", "FREQ"),
        ("FREQ=DAILY", "COUNT or UNTIL"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "COUNT or UNTIL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=2;COUNT=3", "twice"),
        ("FREQ=DAILY;COUNT=2;BYEASTER=1", "BYEASTER"),
        ("FREQ=DAILY;COUNT=2;INTERVAL=9999999999999", "INTERVAL"),
        ("FREQ=DAILY;UNTIL=20270231", "UNTIL"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL"),
        ("FREQ=WEEKLY;COUNT=2;BYDAY=XX", "BYDAY"),
        ("FREQ=WEEKLY;COUNT=2;BYDAY=2MO", "BYDAY"),
        ("FREQ=WEEKLY;COUNT=2;BYMONTHDAY=3", "BYMONTHDAY"),
        ("FREQ=MONTHLY;COUNT=2;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=MONTHLY;COUNT=2;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=DAILY;COUNT=2\nDTSTART:20200101", "COUNT"),
        ("FREQ=DAILY;COUNT=2;", "write it as"),
        ("FREQ=DAILY;COUNT=٣", "COUNT"),
    ],
)
def test_what_is_no_rule_for_bookings_is_refused_in_words(text, words):
    with pytest.raises(RuleRefused, match=words):
        Rule.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY;COUNT=10000", "at most 1000"),
        ("FREQ=DAILY;UNTIL=99991231", "goes on past"),
        ("FREQ=YEARLY;COUNT=9", "goes on past"),
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=3", "first 2026-12-02"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "does not meet"),
    ],
)
def test_a_rule_without_end_or_sense_costs_nothing(text, words):
    with pytest.raises(RuleRefused, match=words):
        occurrences(Rule.parse(text), reading(2026, 12, 1, 9), zone=DUBLIN, most=1000)


def test_until_includes_its_day_and_its_instant():
    start = reading(2026, 12, 1, 9)
    for until in ("20261203", "20261203T090000", "20261203T090000Z"):
        met = occurrences(Rule.parse(f"FREQ=DAILY;UNTIL={until}"), start, zone=DUBLIN, most=9)
        assert met[-1].date() == date(2026, 12, 3)
