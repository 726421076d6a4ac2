"""Mail as rows: written in the transaction of the change, sent by the worker, logged until pruned.

A row is taken (attempt counted, next one dated) before it is sent, so that a worker which dies
between sending and noting it sends twice rather than never; the Message-ID stays the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.orm import Session

from labwright_chassis import clock, logs
from labwright_chassis.db import Database
from labwright_chassis.tables import mails

KEPT = timedelta(days=30)
"""How long the log remembers a mail that was sent or given up."""

WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
"""Waits after a failed attempt; after the attempt that follows the last one a mail is given up."""

_AT_A_TIME = 100
_LONGEST_REASON = 300


class MailState(StrEnum):
    """What became of a mail."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one address; `kind` names it in the log, where no text stays.

    After `useful_until` it is not sent any more, for example when the link in it has expired.
    """

    kind: str
    to: str
    subject: str
    text: str
    useful_until: datetime | None = None


class MailRefused(Exception):
    """The server will never take this mail."""


class ServerAway(Exception):
    """Nothing can be sent at present."""


class Transport(Protocol):
    """A way on which a message leaves."""

    def send(self, message: EmailMessage) -> None:
        """Hand the message over.

        Raises:
            MailRefused: for good.
            ServerAway: worth trying later.
        """


def add(session: Session, mail: Mail) -> None:
    """Have the mail sent if the transaction commits."""
    now = clock.now()
    session.execute(
        insert(mails).values(
            kind=mail.kind,
            recipient=mail.to,
            subject=mail.subject,
            text=mail.text,
            state=MailState.WAITING,
            created_at=now,
            next_at=now,
            useful_until=mail.useful_until,
            attempts=0,
            reason="",
        )
    )


def deliver(database: Database, transport: Transport, *, sender: str) -> None:
    """Send what is due, until nothing is left or the server is away.

    `sender` is the From address, with or without a name.
    """
    log = logs.get(__name__)
    for _ in range(_AT_A_TIME):
        row = database.unit(_take)
        if row is None:
            return
        about = log.bind(mail=row.id, kind=row.kind, attempt=row.attempts)
        try:
            transport.send(_message(row, sender))
        except (MailRefused, MessageError, ValueError) as error:
            about.warning("mail refused", reason=str(error))
            _settle(database, row, MailState.FAILED, str(error))
        except ServerAway as error:
            about.warning("mail not sent", reason=str(error))
            _settle(database, row, MailState.WAITING, str(error))
            return
        else:
            about.info("mail sent")
            _settle(database, row, MailState.SENT)


def prune(session: Session) -> None:
    """Forget mails that were sent or given up `KEPT` ago."""
    settled = mails.c.state != MailState.WAITING
    session.execute(delete(mails).where(settled, mails.c.created_at < clock.now() - KEPT))


def _take(session: Session) -> Row[Any] | None:
    now = clock.now()
    waiting = mails.c.state == MailState.WAITING
    # What nobody can use any more carries its secret no longer than that.
    session.execute(
        update(mails)
        .where(waiting, mails.c.useful_until <= now)
        .values(state=MailState.FAILED, text="", settled_at=now)
    )
    due = select(mails).where(waiting, mails.c.next_at <= now)
    row = session.execute(due.order_by(mails.c.next_at, mails.c.id).limit(1).with_for_update())
    found = row.one_or_none()
    if found is None:
        return None
    wait = WAITS[min(found.attempts, len(WAITS) - 1)]
    taken = {"attempts": found.attempts + 1, "next_at": now + wait}
    session.execute(update(mails).where(mails.c.id == found.id).values(taken))
    return session.execute(select(mails).where(mails.c.id == found.id)).one()


def _settle(database: Database, row: Row[Any], state: MailState, reason: str = "") -> None:
    if state is MailState.WAITING and row.attempts > len(WAITS):
        state = MailState.FAILED
    values: dict[str, Any] = {"state": state, "reason": reason[:_LONGEST_REASON]}
    if state is not MailState.WAITING:
        values |= {"text": "", "settled_at": clock.now()}
    change = update(mails).where(mails.c.id == row.id).values(values)
    database.unit(lambda session: session.execute(change))


def _message(row: Row[Any], sender: str) -> EmailMessage:
    _, address = parseaddr(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(addr_spec=row.recipient)
    message["Subject"] = row.subject
    message["Date"] = format_datetime(row.created_at)
    made = int(row.created_at.timestamp() * 1_000_000)
    message["Message-ID"] = f"<{row.id}.{made}@{address.rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies
    message.set_content(row.text)
    return message
