"""The jobs by which a service's mail leaves."""

from collections.abc import Sequence
from datetime import timedelta

from labwright_chassis import mails
from labwright_chassis.db import Database
from labwright_chassis.settings import MailSettings
from labwright_chassis.smtp import create_transport
from labwright_chassis.worker.jobs import Job

_LOOK_EVERY = timedelta(seconds=2)
_PRUNE_EVERY = timedelta(hours=1)


def create_jobs(settings: MailSettings) -> Sequence[Job]:
    """Send what is due, and forget what was sent long ago.

    Raises:
        ValueError: the server's URL cannot be used.
    """
    transport = create_transport(settings.smtp_url.get_secret_value())

    def deliver(database: Database) -> None:
        mails.deliver(database, transport, sender=settings.mail_from)

    def prune(database: Database) -> None:
        database.unit(mails.prune)

    return [Job("mail", _LOOK_EVERY, deliver), Job("mail-log", _PRUNE_EVERY, prune)]
