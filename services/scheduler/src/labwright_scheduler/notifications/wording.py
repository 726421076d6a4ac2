"""The words of a notice. Plain text; what people wrote stands in it as one line of visible text."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from labwright_contracts.scheduler import SlotTold
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.notifications.rules import NoticeKind

MOST_LINES = 10
LONGEST_SUBJECT = 170

_K = NoticeKind

LABELS: Mapping[NoticeKind, str] = {
    _K.CREATED: "Booked",
    _K.JOINED: "You take part",
    _K.CONFIRMED: "Confirmed",
    _K.APPROVAL_WANTED: "Approval wanted",
    _K.CHALLENGED: "Your time is asked for",
    _K.APPROVED: "Approved",
    _K.REJECTED: "Rejected",
    _K.CANCELLED: "Cancelled",
    _K.EXTENDED: "Extended",
    _K.MOVED: "Moved",
    _K.OFFERED: "A place for you",
    _K.EXPIRED: "Expired",
    _K.NO_SHOW: "Released, nobody came",
    _K.HANDED_OVER: "Handed over",
    _K.BLOCKED: "Cannot be kept",
    _K.DEVICE_LOST: "Device not available",
    _K.REMINDER: "Starts soon",
    _K.ENDING: "Ends soon",
    _K.WEBHOOK_OFF: "Webhook switched off",
}

_SENTENCES: Mapping[NoticeKind, str] = {
    _K.CREATED: "{title} was booked for {owner}{by}.",
    _K.JOINED: "You were added to {title} of {owner}{by}.",
    _K.CONFIRMED: "{title} was confirmed{by}.",
    _K.APPROVAL_WANTED: "{owner} asks for devices that need approval: {title}.",
    _K.CHALLENGED: "{actor} asks for time that {title} has; somebody who approves decides.",
    _K.APPROVED: "{title} was approved{by}.",
    _K.REJECTED: "{title} was rejected{by}.",
    _K.CANCELLED: "{title} was cancelled{by}.",
    _K.EXTENDED: "{title} was extended{by}.",
    _K.MOVED: "{title} was changed{by}.",
    _K.OFFERED: "There is room for {title}. Confirm it in time, or it goes to the next.",
    _K.EXPIRED: "The time of {title} to be confirmed or decided is over.",
    _K.NO_SHOW: "Nobody came for {title}, so its devices were released{by}.",
    _K.HANDED_OVER: "{title} belongs to {owner} now{by}.",
    _K.BLOCKED: "{title} was booked, but cannot be kept. Move it or choose other devices.",
    _K.DEVICE_LOST: "A device of {title} cannot be used any more. Choose another.",
    _K.REMINDER: "{title} starts soon.",
    _K.ENDING: "{title} ends soon. Extend it, or give the devices back in time.",
    _K.WEBHOOK_OFF: "The webhook {title} is told nothing any more until it is switched on again.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A device over a time, and over which one before a change."""

    device: str
    time: Interval
    before: Interval | None = None

    @classmethod
    def of(cls, slot: SlotTold, names: Mapping[int, str]) -> "Line":
        """The line for a slot."""
        now, was = Interval(slot.start, slot.end), slot.was
        before = Interval(was.start, was.end) if was else None
        device = names.get(slot.device_id, f"device {slot.device_id}")
        return cls(device, now, before if before != now else None)


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told: `actor` is who did it, empty where nobody in person did."""

    kind: NoticeKind
    title: str
    owner: str
    lines: Sequence[Line]
    actor: str = ""
    reason: str = ""

    @property
    def subject(self) -> str:
        """In a few words, on one line."""
        return shortened(f"{LABELS[self.kind]}: {one_line(self.title)}", LONGEST_SUBJECT)

    def text(self, zone: ZoneInfo) -> str:
        """In full: a sentence, the reason, a line for each slot."""
        by = f" by {one_line(self.actor)}" if self.actor else ""
        sentence = _SENTENCES[self.kind].format(
            title=f"“{one_line(self.title)}”",
            owner=one_line(self.owner),
            by=by,
            actor=one_line(self.actor),
        )
        reason = [f"Reason: {one_line(self.reason)}"] if self.reason else []
        shown = [_written(line, zone) for line in self.lines[:MOST_LINES]]
        left = len(self.lines) - MOST_LINES
        more = [f"... and {left} more"] if left > 0 else []
        return "\n".join([sentence, *reason, *shown, *more])


def one_line(text: str) -> str:
    """What somebody wrote, without line breaks, controls and marks that turn text around."""
    visible = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in text
        if unicodedata.category(character) not in ("Cf", "Cs")
    )
    return " ".join(visible.split())


def shortened(text: str, length: int) -> str:
    """At most so many characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def between(time: Interval, zone: ZoneInfo) -> str:
    """A time in a zone: `Mon 23 Nov 2026 09:00-11:00 (Europe/Dublin)`."""
    start, end = time.start.astimezone(zone), time.end.astimezone(zone)
    until = f"{end:%H:%M}" if end.date() == start.date() else f" {_day(end)}"
    return f"{_day(start)}-{until.strip()} ({zone.key})"


def _day(moment: datetime) -> str:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    day = f"{days[moment.weekday()]} {moment.day} {months[moment.month - 1]} {moment.year}"
    return f"{day} {moment:%H:%M}"


def _written(line: Line, zone: ZoneInfo) -> str:
    before = f", before: {between(line.before, zone)}" if line.before else ""
    return f"- {one_line(line.device)}: {between(line.time, zone)}{before}"
