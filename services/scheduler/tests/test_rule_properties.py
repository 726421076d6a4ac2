"""What holds for rules whatever is asked: a suggestion passes, and shrinking always does."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as some

from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.policies.rules import Request
from labwright_scheduler.policies.rules.engine import InForce, evaluate
from labwright_scheduler.policies.rules.facts import Facts, Somebody, Thing, Use
from labwright_scheduler.policies.rules.hours import WEEK, BookableHours, Hours
from labwright_scheduler.policies.rules.persons import RequiredQualification
from labwright_scheduler.policies.rules.seasons import Season
from labwright_scheduler.policies.rules.times import Duration, Horizon, LeadTime
from labwright_scheduler.policies.rules.usage import Buffer, MaxDevices, WeeklyHours

NOW = datetime(2026, 3, 25, 10, 7, 31, tzinfo=UTC)
"""A Wednesday; Europe's clocks change on the Sunday, on the 29th of March."""
DUBLIN = ZoneInfo("Europe/Dublin")
MINUTE = timedelta(minutes=1)
BASE = datetime(2026, 3, 25, 10, 8, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 22, 10, 8, tzinfo=UTC)

minutes = some.integers(0, 12 * 1440)
lengths = some.integers(1, 3 * 1440)
times = some.builds(
    lambda start, length: Interval(BASE + start * MINUTE, BASE + (start + length) * MINUTE),
    minutes,
    lengths,
)
spans = some.integers(1, 3 * 1440).map(lambda n: n * MINUTE)


@some.composite
def opening(draw):
    """Hours of some days; sometimes the whole day."""
    opens = draw(some.integers(0, 23))
    closes = draw(some.integers(opens + 1, 24))
    days = tuple(draw(some.sets(some.sampled_from(WEEK), min_size=1)))
    return Hours(days=days, opens=f"{opens:02}:00", closes=f"{closes:02}:00")


hours = some.builds(
    BookableHours,
    weekly=some.lists(opening(), min_size=1, max_size=3).map(tuple),
    only_ends=some.booleans(),
)
terms = some.one_of(
    hours,
    some.builds(Duration, longest=spans),
    some.builds(Duration, shortest=spans),
    some.builds(LeadTime, at_least=spans),
    some.builds(Horizon, at_most=spans),
    some.builds(Buffer, gap=spans),
    some.builds(MaxDevices, at_most=some.integers(1, 3)),
    some.builds(WeeklyHours, at_most=spans),
    some.just(RequiredQualification(all_of=("laser",))),
    some.builds(
        lambda longest, horizon: Season(
            first_day="2026-03-27",
            last_day="2026-04-02",
            project_ids=(7,),
            others_longest=longest,
            others_horizon=horizon,
        ),
        spans,
        spans,
    ),
)
others = some.lists(some.tuples(some.integers(1, 4), times), max_size=5)


def facts_of(used: Sequence[tuple[int, Interval]] = ()) -> Facts:
    """A person who uses those devices, a laser licence that ends, and a lab in Dublin."""
    taken: dict[int, list[Interval]] = {}
    for id, time in used:
        taken.setdefault(id, []).append(time)
    licence = {"laser": NOW + timedelta(days=4)}
    return Facts(
        Somebody(1, qualifications=licence),
        {id: Thing(id, zone=DUBLIN) for id in range(1, 5)},
        DUBLIN,
        [Use(id, time) for id, time in used],
        taken,
    )


def judged(rule, wanted, used=(), held=None):
    """What the rule says of one device over that time."""
    request = Request(owner_id=1, wanted={1: [wanted]}, now=NOW, held={1: [held]} if held else {})
    return evaluate([InForce(1, "rule", rule)], request, facts_of(used)).violations


@settings(max_examples=400, deadline=None)
@given(terms, times, others, some.one_of(some.none(), times))
def test_what_is_suggested_passes(rule, wanted, used, held):
    used = [(id, time) for id, time in used if id != 1 or not (held and time.overlaps(held))]
    for violation in judged(rule, wanted, used, held):
        if (found := violation.nearest_passing) is not None:
            assert found["start"] < found["end"]
            suggested = Interval(found["start"], found["end"])
            again = judged(rule, suggested, used, held)
            assert not [v for v in again if v.rule == violation.rule]


@settings(max_examples=200, deadline=None)
@given(terms, times, others, some.data())
def test_shrinking_always_passes(rule, held, used, data):
    length = int((held.end - held.start) / MINUTE)
    start = data.draw(some.integers(0, length - 1))
    end = data.draw(some.integers(start + 1, length))
    smaller = Interval(held.start + start * MINUTE, held.start + end * MINUTE)
    assert not judged(rule, smaller, used, held)


@settings(max_examples=200, deadline=None)
@given(hours, times, some.sampled_from([timedelta(), AUTUMN - BASE]))
def test_hours_are_those_of_the_wall_clock_also_when_it_changes(rule, wanted, later):
    assume(not rule.only_ends)
    wanted = Interval(wanted.start + later, wanted.end + later)
    every = range(int((wanted.end - wanted.start) / MINUTE))
    within = all(_is_open(rule, wanted.start + n * MINUTE) for n in every)
    assert bool(judged(rule, wanted)) is not within


def _is_open(rule: BookableHours, moment: datetime) -> bool:
    """Minute by minute; hours that the clock skips or repeats are none of these openings' ends."""
    local = moment.astimezone(DUBLIN)
    return any(
        WEEK[local.weekday()] in each.days and each.opens <= f"{local:%H:%M}" < each.closes
        for each in rule.weekly
    )
