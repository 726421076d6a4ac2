"""A notice of the lab in a few lines for Discord, where all see times in their own zone."""

from collections.abc import Mapping
from datetime import datetime

from labwright_contracts.scheduler import NoticeData, NoticeSlot
from labwright_scheduler.notifications.rules import NoticeKind
from labwright_scheduler.notifications.wording import LABELS, one_line, shortened
from labwright_scheduler.webhooks.rules.discord import escaped

_OF_THE_LAB: Mapping[str, str] = {
    NoticeKind.JOINED: "Somebody takes part",
    NoticeKind.CHALLENGED: "Taken time is asked for",
    NoticeKind.OFFERED: "A place is offered",
}
"""Where the words for those concerned do not fit the lab."""

_LONGEST = 200


def headline(notice: NoticeData) -> str:
    """Why, and whose booking."""
    label = _OF_THE_LAB.get(notice.kind) or LABELS.get(NoticeKind(notice.kind), notice.kind)
    title = f": {_written(notice.title)}" if notice.title else ""
    return f"{label}{title} ({_written(notice.owner)})"


def lines(notice: NoticeData) -> list[str]:
    """Who did it and why, and each device with its time."""
    actor = [f"by {_written(notice.actor)}"] if notice.actor else []
    reason = [f"Reason: {_written(notice.reason)}"] if notice.reason else []
    return [*actor, *reason, *(_slot(slot) for slot in notice.slots)]


def _slot(slot: NoticeSlot) -> str:
    before = f", before: {_between(*slot.before)}" if slot.before else ""
    return f"• {_written(slot.device)}: {_between(slot.start, slot.end)}{before}"


def _between(start: datetime, end: datetime) -> str:
    return f"<t:{int(start.timestamp())}:f> to <t:{int(end.timestamp())}:f>"


def _written(text: str) -> str:
    return escaped(shortened(one_line(text), _LONGEST))
