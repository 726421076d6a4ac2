"""One's own notices over HTTP."""

from typing import Annotated

from fastapi import Query

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_scheduler.access import NoticeReader, NoticeWriter
from labwright_scheduler.closures.schemas import RowId
from labwright_scheduler.notifications import queries, service
from labwright_scheduler.notifications.schemas import (
    MarkedOut,
    NotificationOut,
    NotificationPage,
    NotificationQuery,
    PreferencesChange,
    PreferencesOut,
    ReadUpTo,
)

router = ServiceRouter(prefix="/api/v1/scheduler/notifications", tags=["notifications"])


@router.get("")
def list_notifications(
    query: Annotated[NotificationQuery, Query()],
    by: NoticeReader,
    session: DbReader,
    links: PageLinks,
    validators: Validators,
) -> NotificationPage:
    """What the caller was told, the newest first, and how much of it is unread."""
    found, count, unread = queries.page(session, query, person_id=by.id)
    rows = [NotificationOut.model_validate(one) for one in found]
    page = links.page(rows, count=count, query=query)
    answer = NotificationPage(**dict(page), unread=unread)
    validators.answer(answer.model_dump_json())
    return answer


@router.post("/read")
def mark_notifications_read(
    by: NoticeWriter, session: DbSession, body: ReadUpTo | None = None
) -> MarkedOut:
    """Mark all of one's own notices read, or those up to a number."""
    return MarkedOut(marked=service.mark_all_read(session, body or ReadUpTo(), by=by))


@router.get("/preferences")
def get_notification_preferences(
    by: NoticeReader, session: DbReader, validators: Validators
) -> PreferencesOut:
    """What the caller is told of, on which channel."""
    preference = queries.preference(session, by.id)
    validators.answer(preference.version)
    return PreferencesOut.of(preference)


@router.patch("/preferences")
def change_notification_preferences(
    body: PreferencesChange, by: NoticeWriter, session: DbSession, validators: Validators
) -> PreferencesOut:
    """Choose what to be told of, and how; needs `If-Match`."""
    preference = service.choose(session, body, by=by, expect=validators.require)
    validators.changed(preference.version)
    return PreferencesOut.of(preference)


@router.post("/{notification_id}/read")
def mark_notification_read(
    notification_id: RowId, by: NoticeWriter, session: DbSession
) -> NotificationOut:
    """Mark one notice read."""
    return NotificationOut.model_validate(service.mark_read(session, notification_id, by=by))
