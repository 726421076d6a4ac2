"""What a booking is refused for."""

from collections.abc import Sequence

from labwright_chassis.errors import Refused
from labwright_contracts.problems import RuleViolation, SlotConflict


class BookingRefused(Refused):
    """A well-formed booking that may not stand, with everything that stands against it."""

    slug = "booking-refused"
    title = "The booking may not stand"

    def __init__(
        self, conflicts: Sequence[SlotConflict], violations: Sequence[RuleViolation]
    ) -> None:
        self.conflicts, self.violations = tuple(conflicts), tuple(violations)
        parts = []
        for kind, words in (("slot", "taken at that time"), ("block", "closed")):
            if devices := sorted({c.device_id for c in conflicts if c.kind == kind}):
                reasons = sorted({c.reason for c in conflicts if c.kind == kind and c.reason})
                why = f" ({', '.join(reasons)})" if reasons else ""
                parts.append(f"{words}{why}: device {_listed(devices)}")
        if violations:
            parts.append("against the rules: " + ", ".join(sorted({v.rule for v in violations})))
        super().__init__(
            _sentence(parts),
            conflicts=self.conflicts,
            violations=self.violations,
        )


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids[:10])) + (" ..." if len(ids) > 10 else "")


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return text[0].upper() + text[1:] + "."


class HoldExpired(Refused):
    """The time to confirm is over."""

    slug = "hold-expired"
    title = "The hold has expired"


class NotOpen(Refused):
    """The booking is over or was cancelled before."""

    slug = "booking-over"
    title = "The booking is over"
