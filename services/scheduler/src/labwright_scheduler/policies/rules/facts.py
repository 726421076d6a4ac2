"""What is known of the person and the devices when rules are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from labwright_scheduler.calendar.rules import Interval


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as rules see one.

    `groups` are ids of teams and projects, `qualifications` until when each tag is valid (None:
    without end). `roles` are normalised.
    """

    id: int
    roles: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()
    qualifications: Mapping[str, datetime | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thing:
    """A device as rules see one: `zone` is its site's or the lab's, `tags` are normalised."""

    id: int
    type_id: int = 0
    site_id: int | None = None
    tags: frozenset[str] = frozenset()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class Use:
    """A device over a time, of the person's other slots."""

    device_id: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a judgement needs to know beside the request.

    `own` are the person's other slots and `taken` what others hold of each device, both as far
    around the request as suggestions reach. `zone` is the lab's.
    """

    person: Somebody
    things: Mapping[int, Thing]
    zone: ZoneInfo
    own: Sequence[Use] = ()
    taken: Mapping[int, Sequence[Interval]] = field(default_factory=dict)
