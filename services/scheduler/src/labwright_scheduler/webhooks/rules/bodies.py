"""The body of a delivery: a CloudEvent (1.0, structured JSON), or a message for Discord.

`told` is either a notice of the lab (`NoticeData` under "notice") or words under "words":
`subject`, `text` and the `path` of what they are about.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from labwright_contracts.scheduler import NoticeData
from labwright_scheduler.webhooks.rules import WebhookKind, discord
from labwright_scheduler.webhooks.rules.wording import headline, lines

CLOUD_EVENTS = "application/cloudevents+json; charset=utf-8"

_SCHEMA = "/schemas/scheduler.notice.v1.json"
_LONGEST_LINE = 300


def body_of(
    told: Mapping[str, Any],
    *,
    kind: str,
    uid: UUID,
    at: datetime,
    target: WebhookKind,
    public_url: str,
) -> bytes:
    """What is sent; the same bytes each time."""
    address = public_url.rstrip("/")
    if "words" in told:
        words = told["words"]
        if target is WebhookKind.DISCORD:
            shown = [_line(line) for line in words["text"].splitlines()]
            return discord.message(_line(words["subject"]), shown, url=address + words["path"])
        data = {"subject": words["subject"], "text": words["text"], "url": address + words["path"]}
        return _event(uid, f"scheduler.webhook.{kind}.v1", at, data)
    notice = NoticeData.model_validate(told["notice"])
    url = f"{address}/app/scheduler/bookings/{notice.booking_id}"
    if target is WebhookKind.DISCORD:
        return discord.message(headline(notice), lines(notice), url=url)
    data = notice.model_copy(update={"url": url}).model_dump(mode="json")
    more = {"subject": f"booking/{notice.booking_id}", "dataschema": _SCHEMA}
    return _event(uid, f"scheduler.notice.{kind}.v1", at, data, **more)


def _event(uid: UUID, type: str, at: datetime, data: Mapping[str, Any], **more: str) -> bytes:
    event = {
        "specversion": "1.0",
        "id": str(uid),
        "source": "/scheduler",
        "type": type,
        "time": at.isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        **more,
        "data": data,
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _line(text: str) -> str:
    return discord.escaped(text[:_LONGEST_LINE])
