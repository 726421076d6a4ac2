"""Writing what people are told, on the channels that they have chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.db import insert_new
from labwright_contracts.auth import Holder
from labwright_scheduler.lab_settings import queries as lab_settings
from labwright_scheduler.notifications import queries, rules
from labwright_scheduler.notifications.models import Approver, MailStep, Notification
from labwright_scheduler.notifications.rules import Channel
from labwright_scheduler.notifications.wording import Notice


@dataclass(frozen=True, slots=True)
class Subject:
    """What a notice is about: the key of the occasion, the booking, until when it is useful."""

    key: str
    booking_uid: UUID | None
    useful_until: datetime | None = None

    @property
    def path(self) -> str:
        """Where in the app it is shown."""
        if self.booking_uid is None:
            return "/app/scheduler/"
        return f"/app/scheduler/bookings/{self.booking_uid}"


def tell(session: Session, notice: Notice, about: Subject, *, to: Iterable[int]) -> None:
    """Tell people once, each on the channels that he has chosen; who may not act is not told."""
    people = queries.people(session, to)
    active = sorted(id for id, person in people.items() if person.active)
    if not active:
        return
    choices = queries.choices(session, active)
    text, now = notice.text(lab_zone(session)), clock.now()
    for id in active:
        wanted = rules.channels(choices.get(id, {}), notice.kind)
        if wanted:
            row = {
                "person_id": id,
                "key": about.key,
                "kind": notice.kind,
                "booking_uid": about.booking_uid,
                "subject": notice.subject,
                "text": text,
                "path": about.path,
                "listed": Channel.APP in wanted,
                "mail": MailStep.DUE if Channel.MAIL in wanted else MailStep.NONE,
                "discord": MailStep.DUE if Channel.DISCORD in wanted else MailStep.NONE,
                "created_at": now,
                "useful_until": about.useful_until,
            }
            insert_new(session, Notification.__table__, row)  # type: ignore[arg-type]


def lab_zone(session: Session) -> ZoneInfo:
    """In which zone people read times."""
    return ZoneInfo(lab_settings.get(session).time_zone)


def keep_approvers(session: Session, holders: Sequence[Holder]) -> None:
    """Take over who may approve."""
    session.execute(delete(Approver))
    session.add_all(
        Approver(person_id=one.id, sites=None if one.sites == "*" else list(one.sites))
        for one in holders
    )


def prune(session: Session, *, kept: timedelta) -> None:
    """Forget notices that are older than that."""
    session.execute(delete(Notification).where(Notification.created_at < clock.now() - kept))
