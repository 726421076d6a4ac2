"""What somebody does with his notices, and what he wants to be told of."""

from collections.abc import Callable

from sqlalchemy import update
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller
from labwright_chassis.db import rows_changed
from labwright_scheduler.notifications import queries
from labwright_scheduler.notifications.models import Notification, Preference
from labwright_scheduler.notifications.schemas import PreferencesChange, ReadUpTo


def mark_read(session: Session, id: int, *, by: Caller) -> Notification:
    """Note that somebody has read a notice of his.

    Raises:
        NotFound: it is not his.
    """
    notice = queries.lock_own(session, id, person_id=by.id)
    notice.mark_read(clock.now())
    return notice


def mark_all_read(session: Session, which: ReadUpTo, *, by: Caller) -> int:
    """Note that somebody has read his notices; how many were unread."""
    unread = [
        Notification.person_id == by.id,
        Notification.listed,
        Notification.read_at.is_(None),
    ]
    if which.up_to is not None:
        unread.append(Notification.id <= which.up_to)
    return rows_changed(session, update(Notification).where(*unread).values(read_at=clock.now()))


def choose(
    session: Session, change: PreferencesChange, *, by: Caller, expect: Callable[[int], None]
) -> Preference:
    """Choose what to be told of, and how.

    Raises:
        Stale, PreconditionMissing: by `expect`, which is told the present version.
    """
    preference = queries.preference(session, by.id, lock=True)
    expect(preference.version)
    before = dict(preference.choices)
    preference.choose(change.wishes())
    session.add(preference)
    session.flush()
    audit.record(
        session,
        "scheduler.notification.choose",
        target=f"user/{by.id}",
        before=before,
        after=preference.choices,
    )
    return preference
