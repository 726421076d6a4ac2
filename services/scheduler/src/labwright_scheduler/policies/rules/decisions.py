"""Rules about who decides, and about what becomes of who does not come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from labwright_contracts.problems import RuleViolation
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.calendar.schemas import Span
from labwright_scheduler.lab_settings.schemas import Grace
from labwright_scheduler.policies.rules.asking import Claim, Request
from labwright_scheduler.policies.rules.case import Case, Terms
from labwright_scheduler.policies.rules.times import Length, length

Thousand = Annotated[int, Field(ge=1, le=1000, strict=True)]


class Approval(Terms):
    """Somebody approves; only of slots `longer_than`, or `more_devices_than`, where that is set."""

    about_person = True

    kind: Literal["approval"] = "approval"
    longer_than: Length | None = None
    more_devices_than: Thousand | None = None

    def asks(self, case: Case) -> Iterator[tuple[Claim, str]]:
        """The claims above the thresholds; all where there is none."""
        devices = len({claim.device_id for claim in case.claims})
        many = self.more_devices_than is not None and devices > self.more_devices_than
        always = self.longer_than is None and self.more_devices_than is None
        for claim in case.claims:
            long = self.longer_than is not None and length(claim.interval) > self.longer_than
            if always or many or long:
                yield claim, case.name


class AutoApprove(Terms):
    """Nobody has to approve; only of slots `up_to`, or while the device is used little.

    `load_below` is in percent of the time `within` from now in which the device is taken.
    """

    about_person = True

    kind: Literal["auto_approve"] = "auto_approve"
    up_to: Length | None = None
    load_below: int | None = Field(None, ge=1, le=100, strict=True)
    within: Length = timedelta(days=7)

    def grants(self, case: Case) -> Iterator[Claim]:
        """The claims within the limits."""
        loads = self._loads(case)
        for claim in case.claims:
            short = self.up_to is None or length(claim.interval) <= self.up_to
            if short and (self.load_below is None or loads[claim.device_id] < self.load_below):
                yield claim

    def sees_taken(self, request: Request) -> Interval | None:
        """The time over which the load counts, if it does."""
        now = request.now
        return None if self.load_below is None else Interval(now, now + self.within)

    def _loads(self, case: Case) -> Mapping[int, float]:
        """How much of each device's time is taken, in percent of what it bears."""
        time = self.sees_taken(case.request)
        if time is None:
            return {}
        return {
            id: 100 * _sum(case.facts.taken.get(id, ()), time) / self.within / thing.capacity
            for id in {claim.device_id for claim in case.claims}
            if (thing := case.facts.things[id])
        }


class ApproverLimit(Terms):
    """Whoever decides may approve no more than this at once, and of no other devices.

    `longest` is about each slot, `most_hours` about all of them together. The rule's target names
    approvers and devices. Whom no such rule names decides as his permissions say; of several rules
    one has to allow it.
    """

    kind: Literal["approver_limit"] = "approver_limit"
    longest: Length | None = None
    most_hours: Annotated[Span, Field(ge=timedelta(minutes=1))] | None = None
    most_devices: Thousand | None = None

    def exceeded(self, case: Case) -> Iterator[RuleViolation]:
        """What of the claims is beyond it."""
        whole = case.request.span()
        longest = max(length(claim.interval) for claim in case.claims)
        hours = sum((length(claim.interval) for claim in case.claims), timedelta())
        devices = len({claim.device_id for claim in case.claims})
        for rule, limit, actual in (
            ("approver_longest", self.longest, longest),
            ("approver_hours", self.most_hours, hours),
            ("approver_devices", self.most_devices, devices),
        ):
            if limit is not None and actual > limit:  # type: ignore[operator]
                yield case.broken(rule, whole, limit=limit, actual=actual)


class CheckIn(Terms):
    """A slot is checked in from `opens` before its start until `grace` after it, or released.

    What is not set is as the lab's settings say.
    """

    kind: Literal["check_in"] = "check_in"
    opens: Grace | None = None
    grace: Grace | None = None


def _sum(taken: Sequence[Interval], time: Interval) -> timedelta:
    return sum((length(part) for i in taken if (part := i.common(time))), timedelta())
