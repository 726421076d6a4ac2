"""Intervals and occupancy: what a sweep must find, for whatever intervals there are."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from labwright_contracts.scheduler import SlotState
from labwright_scheduler.bookings.rules import effective, summary
from labwright_scheduler.calendar import rules
from labwright_scheduler.calendar.rules import FINAL, MOVES, OCCUPYING, Interval

NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)


def hour(n):
    """Noon and some hours."""
    return NOON + timedelta(hours=n)


def between(start, end):
    """An interval by hours."""
    return Interval(hour(start), hour(end))


intervals = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda t: between(t[0], t[0] + t[1])),
    max_size=12,
)


def level(found, moment):
    """How many intervals cover an instant."""
    return sum(i.start <= moment < i.end for i in found)


@given(intervals)
def test_the_peak_is_the_highest_level_of_any_instant(found):
    assert rules.peak(found) == max((level(found, hour(n)) for n in range(40)), default=0)


@given(intervals, intervals, st.integers(1, 3))
def test_beyond_is_exactly_where_what_is_wanted_does_not_fit(occupied, wanted, capacity):
    beyond = rules.beyond(occupied, wanted, capacity=capacity)
    for n in range(40):
        moment = hour(n)
        too_much = level(wanted, moment) and level([*occupied, *wanted], moment) > capacity
        assert bool(too_much) == bool(level(beyond, moment))


@given(intervals, intervals, st.integers(1, 3))
def test_what_fits_can_be_added_in_any_order(occupied, wanted, capacity):
    whole = rules.beyond(occupied, wanted, capacity=capacity)
    reverse = rules.beyond(list(reversed(occupied)), list(reversed(wanted)), capacity=capacity)
    assert whole == reverse


@given(intervals)
def test_merged_intervals_neither_touch_nor_overlap(found):
    merged = rules.merged(found)
    assert all(a.end < b.start for a, b in pairwise(merged))
    assert all(bool(level(found, hour(n))) == bool(level(merged, hour(n))) for n in range(40))


@given(intervals, st.integers(0, 3))
def test_above_is_where_the_level_exceeds_the_capacity(found, capacity):
    above = rules.above(found, capacity=capacity)
    for n in range(40):
        assert bool(level(above, hour(n))) == (level(found, hour(n)) > capacity)


def test_intervals_are_half_open():
    assert not between(1, 2).overlaps(between(2, 3))
    assert between(1, 3).overlaps(between(2, 4))


def test_every_state_has_its_moves_and_final_ones_have_none():
    named = set(SlotState) - {SlotState.UNKNOWN}
    assert set(MOVES) == named
    assert all(not MOVES[state] for state in FINAL)
    assert not OCCUPYING & FINAL


def test_a_mixed_booking_says_so():
    states = [SlotState.CONFIRMED, SlotState.CANCELLED, SlotState.CONFIRMED]
    assert summary(states) == (SlotState.CONFIRMED, "2 of 3 confirmed")
    assert summary([SlotState.CANCELLED]) == (SlotState.CANCELLED, "cancelled")


def test_a_hold_reads_as_expired_from_the_very_instant():
    def read(now):
        ends = {"end": hour(5), "held_until": hour(1), "expires_at": None}
        return effective(SlotState.HELD, **ends, now=now)

    assert read(hour(1) - timedelta(microseconds=1)) is SlotState.HELD
    assert read(hour(1)) is SlotState.EXPIRED
