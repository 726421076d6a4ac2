"""Free time against a count at every instant; when a state reads anew against the state itself."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from labwright_contracts.scheduler import SlotState
from labwright_scheduler.availability.rules import free
from labwright_scheduler.bookings.rules import effective, reads_anew
from labwright_scheduler.calendar.rules import Interval

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = 24

moments = st.integers(-5, DAY + 5).map(lambda hours: START + timedelta(hours=hours))
intervals = (
    st.tuples(moments, moments)
    .filter(lambda ends: ends[0] < ends[1])
    .map(lambda ends: Interval(*ends))
)


@given(st.lists(intervals, max_size=8), st.lists(intervals, max_size=3), st.integers(1, 3))
def test_an_hour_is_free_by_as_much_as_nobody_takes_of_it(occupied, blocked, capacity):
    time = Interval(START, START + timedelta(hours=DAY))
    pieces = free(occupied, blocked, capacity=capacity, time=time)
    for hour in range(DAY):
        moment = START + timedelta(hours=hour)
        taken = sum(each.start <= moment < each.end for each in occupied)
        shut = any(each.start <= moment < each.end for each in blocked)
        found = sum(left for start, end, left in pieces if start <= moment < end)
        assert found == (0 if shut else max(0, capacity - taken))


@given(st.lists(intervals, max_size=8), st.integers(1, 3))
def test_pieces_are_in_order_and_as_long_as_they_can_be(occupied, capacity):
    time = Interval(START, START + timedelta(hours=DAY))
    pieces = free(occupied, (), capacity=capacity, time=time)
    for (_, end, left), (start, _, right) in itertools.pairwise(pieces):
        assert end <= start
        assert end < start or left != right


@given(
    st.sampled_from(list(SlotState)),
    moments,
    st.none() | moments,
    st.none() | moments,
    moments,
    moments,
)
def test_until_a_state_reads_anew_it_reads_the_same(state, end, held_until, expires_at, now, later):
    moment = reads_anew(state, end=end, held_until=held_until, expires_at=expires_at)
    if now <= later and (moment is None or later < moment or moment <= now):
        before, after = (
            effective(state, end=end, held_until=held_until, expires_at=expires_at, now=at)
            for at in (now, later)
        )
        assert before is after
