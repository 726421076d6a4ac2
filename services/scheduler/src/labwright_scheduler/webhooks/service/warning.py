"""Telling people that a webhook of theirs switched itself off."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from labwright_contracts.auth import Holder
from labwright_scheduler.notifications.rules import NoticeKind
from labwright_scheduler.notifications.service import tell
from labwright_scheduler.notifications.service.telling import Subject
from labwright_scheduler.notifications.wording import Notice
from labwright_scheduler.webhooks import queries
from labwright_scheduler.webhooks.models import Webhook


def warn(session: Session, keepers: Sequence[Holder]) -> None:
    """Tell who keeps the lab's webhooks, or whose own it is, what is off and why."""
    ids = {one.id for one in keepers}
    for webhook in queries.silently_off(session):
        to = ids if webhook.person_id is None else {webhook.person_id}
        tell(session, _notice(webhook), _subject(webhook), to=to)
        webhook.off_told = True


def _notice(webhook: Webhook) -> Notice:
    return Notice(
        kind=NoticeKind.WEBHOOK_OFF,
        title=webhook.name,
        owner="",
        lines=[],
        reason=webhook.off_reason,
    )


def _subject(webhook: Webhook) -> Subject:
    return Subject(f"webhook_off:{webhook.id}:{webhook.version}", None)
