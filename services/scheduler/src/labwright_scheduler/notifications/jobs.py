"""What the clock does for notices: mails, reminders, who approves, forgetting."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.db import Database
from labwright_chassis.worker import Job
from labwright_scheduler import permissions
from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.lab_settings import queries as lab_settings
from labwright_scheduler.notifications import queries, service
from labwright_scheduler.notifications.adapters import AuthDirectory
from labwright_scheduler.notifications.service import Directory
from labwright_scheduler.notifications.service.reminding import remind_of_end, remind_of_start
from labwright_scheduler.settings import SchedulerSettings

_AT_ONCE = 100
_GATHERED = timedelta(seconds=5)
"""How long notices of a person are gathered for one mail."""

Near = Callable[..., list[tuple[Slot, Booking]]]


def jobs(settings: SchedulerSettings) -> list[Job]:
    """The jobs by which people are told."""
    directory = AuthDirectory(settings)
    mail = partial(write_mails, directory=directory, public_url=settings.public_url)
    kept = timedelta(days=settings.notification_days)
    return [
        Job("notices-mail", timedelta(seconds=2), mail),
        Job("reminders", timedelta(seconds=30), remind),
        Job("approvers", timedelta(minutes=5), partial(ask_for_approvers, directory=directory)),
        Job("notices", timedelta(hours=1), partial(prune, kept=kept)),
    ]


def write_mails(
    database: Database,
    *,
    directory: Directory,
    public_url: str,
    gathered: timedelta = _GATHERED,
) -> None:
    """Write what waits to be mailed, a mail a person; auth is asked outside any transaction."""
    while True:
        before = clock.now() - gathered
        people = database.read(partial(queries.mail_due, before=before, limit=_AT_ONCE))
        if not people:
            return
        contacts = directory.contacts(people)
        for id in people:
            database.unit(
                partial(
                    service.hand_to_mail,
                    person_id=id,
                    contact=contacts.get(id),
                    public_url=public_url,
                )
            )


def remind(database: Database) -> None:
    """Tell people what starts and what ends soon, once each; what is past is not told late."""
    now = database.read(clock.database_now)
    lab = database.read(lab_settings.get)
    starts = partial(remind_of_start, lead=lab.reminder_lead)
    _each(database, partial(queries.starting, within=lab.reminder_lead), starts, now)
    _each(database, partial(queries.ending, within=lab.ending_lead), remind_of_end, now)


def _each(database: Database, near: Near, tell: Callable[..., None], now: datetime) -> None:
    after = 0
    while True:
        found = database.read(partial(near, now=now, after=after, limit=_AT_ONCE))
        if found:
            database.unit(partial(tell, found=found))
            after = found[-1][0].id
        if len(found) < _AT_ONCE:
            return


def ask_for_approvers(database: Database, *, directory: Directory) -> None:
    """Take over from auth who may approve."""
    holders = directory.holders(permissions.BOOKING_APPROVE_ANY)
    database.unit(partial(service.keep_approvers, holders=holders))


def prune(database: Database, *, kept: timedelta) -> None:
    """Forget old notices."""

    def forget(session: Session) -> None:
        service.prune(session, kept=kept)

    database.unit(forget)
