"""Rules that hold from the first day, and how a booking's state is read. Values only."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from labwright_contracts.problems import RuleViolation
from labwright_contracts.scheduler import SlotState
from labwright_scheduler.calendar.rules import (
    LONGEST_SLOT,
    Interval,
    gained,
    iso_duration,
    next_minute,
)

MOST_OPEN_HOLDS = 3
MOST_WAITING = 20
"""Of one person, since each is looked at whenever room appears."""

HORIZON = timedelta(days=366)
GRACE = timedelta(minutes=2)
UNDECIDED = frozenset({SlotState.PENDING, SlotState.CONFLICTING})
"""States in which a slot waits for a decision."""

WITHOUT_ROOM = frozenset({SlotState.CONFLICTING, SlotState.WAITLISTED})
"""States in which a slot waits for room that others take."""

QUEUE = 0
"""The owner of what the queue reserves: nobody."""

QUEUE_KEEPS = timedelta(minutes=1)
"""How long the queue reserves a place, until the worker has made offers of it."""

WAITING = UNDECIDED | {SlotState.WAITLISTED}
"""States in which it expires when its own time to wait is over."""

_LIVELIEST = (
    SlotState.CONFIRMED,
    SlotState.PENDING,
    SlotState.HELD,
    SlotState.CONFLICTING,
    SlotState.WAITLISTED,
    SlotState.COMPLETED,
    SlotState.RELEASED,
    SlotState.REJECTED,
    SlotState.EXPIRED,
    SlotState.CANCELLED,
)


def violations(wanted: Sequence[Interval], *, now: datetime) -> list[RuleViolation]:
    """Every rule that an interval breaks, each with the nearest value that would pass."""
    return [broken for interval in wanted for broken in _broken(interval, now)]


def reshaped(held: Interval, wanted: Interval, *, now: datetime) -> list[RuleViolation]:
    """What is against another time for a slot; of what it held already nothing is."""
    found = []
    if wanted.end - wanted.start > held.end - held.start:
        found += _too_long(wanted)
    if any(piece.start < now - GRACE for piece in gained([held], [wanted])):
        found += _in_the_past(wanted, now)
    if wanted.start > held.start:
        found += _too_far(wanted, now)
    if wanted.end <= now:
        found.append(
            RuleViolation(
                rule="ends_in_the_past",
                limit=now,
                actual=wanted.end,
                nearest_passing=next_minute(now),
            )
        )
    return found


def too_many_holds(open_holds: int) -> list[RuleViolation]:
    """Whether one more hold would be too many."""
    if open_holds < MOST_OPEN_HOLDS:
        return []
    return [RuleViolation(rule="max_open_holds", limit=MOST_OPEN_HOLDS, actual=open_holds + 1)]


def too_many_waiting(waiting: int) -> list[RuleViolation]:
    """Whether one more that waits for room would be too many."""
    if waiting < MOST_WAITING:
        return []
    return [RuleViolation(rule="max_waiting", limit=MOST_WAITING, actual=waiting + 1)]


def effective(
    state: SlotState,
    *,
    end: datetime,
    held_until: datetime | None,
    expires_at: datetime | None,
    now: datetime,
) -> SlotState:
    """The state as it reads at `now`: what has ended reads as ended before a job makes it so."""
    if state is SlotState.HELD and held_until is not None and held_until <= now:
        return SlotState.EXPIRED
    if state in WAITING and expires_at is not None and expires_at <= now:
        return SlotState.EXPIRED
    if state is SlotState.CONFIRMED and end <= now:
        return SlotState.COMPLETED
    return state


def reads_anew(
    state: SlotState,
    *,
    end: datetime,
    held_until: datetime | None,
    expires_at: datetime | None,
) -> datetime | None:
    """When a slot's state reads as another one by the clock alone, or None; see `effective`."""
    if state is SlotState.HELD:
        return held_until
    if state in WAITING:
        return expires_at
    return end if state is SlotState.CONFIRMED else None


def summary(states: Sequence[SlotState]) -> tuple[SlotState, str]:
    """A booking's state, the liveliest of its slots', and words that say when it is mixed."""
    counts = Counter(states)
    state = next(state for state in _LIVELIEST if counts[state])
    if len(counts) == 1:
        return state, state.lower()
    return state, f"{counts[state]} of {len(states)} {state.lower()}"


def _broken(interval: Interval, now: datetime) -> list[RuleViolation]:
    return [*_too_long(interval), *_in_the_past(interval, now), *_too_far(interval, now)]


def _too_long(interval: Interval) -> list[RuleViolation]:
    if interval.end - interval.start <= LONGEST_SLOT:
        return []
    return [
        RuleViolation(
            rule="max_slot_duration",
            limit=iso_duration(LONGEST_SLOT),
            actual=iso_duration(interval.end - interval.start),
            nearest_passing=interval.start + LONGEST_SLOT,
        )
    ]


def _in_the_past(interval: Interval, now: datetime) -> list[RuleViolation]:
    if interval.start >= now - GRACE:
        return []
    return [
        RuleViolation(
            rule="not_in_the_past",
            limit=now - GRACE,
            actual=interval.start,
            nearest_passing=next_minute(now),
        )
    ]


def _too_far(interval: Interval, now: datetime) -> list[RuleViolation]:
    if interval.start <= now + HORIZON:
        return []
    latest = (now + HORIZON).replace(second=0, microsecond=0)
    return [
        RuleViolation(rule="horizon", limit=latest, actual=interval.start, nearest_passing=latest)
    ]
