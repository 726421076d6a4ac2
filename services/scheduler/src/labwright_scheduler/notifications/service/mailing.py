"""From notices to mails: those of a person that wait are one mail."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from labwright_chassis import clock, mails
from labwright_chassis.mails import Mail
from labwright_contracts.auth import Contact, Holder
from labwright_scheduler.notifications import queries
from labwright_scheduler.notifications.models import MailStep, Notification
from labwright_scheduler.notifications.wording import LONGEST_SUBJECT, shortened

MOST_IN_A_MAIL = 50


class Directory(Protocol):
    """What auth knows of people at this moment."""

    def contacts(self, ids: Sequence[int]) -> Mapping[int, Contact]:
        """How people are reached who may act, by id."""
        ...

    def holders(self, permission: str) -> Sequence[Holder]:
        """Who holds a permission."""
        ...


def hand_to_mail(
    session: Session, person_id: int, *, contact: Contact | None, public_url: str
) -> None:
    """Write what waits for a person into one mail; without a proven address it is skipped."""
    waiting = queries.lock_mail_due(session, person_id, limit=MOST_IN_A_MAIL)
    now = clock.now()
    useful = [one for one in waiting if one.useful_until is None or one.useful_until > now]
    address = contact.email if contact else None
    for one in waiting:
        one.mail = MailStep.WRITTEN if address and one in useful else MailStep.SKIPPED
    if address and useful:
        mails.add(session, _mail(useful, to=address, public_url=public_url.rstrip("/")))


def _mail(notices: Sequence[Notification], *, to: str, public_url: str) -> Mail:
    subject = notices[0].subject if len(notices) == 1 else f"{len(notices)} notices of your lab"
    parts = [f"{one.subject}\n\n{one.text}\n\n{public_url}{one.path}" for one in notices]
    end = f"What you are told of, and how, you choose at {public_url}/app/scheduler/."
    ends = [one.useful_until for one in notices if one.useful_until is not None]
    return Mail(
        kind="notice",
        to=to,
        subject=f"{shortened(subject, LONGEST_SUBJECT)} (Labwright)",
        text="\n\n\n".join([*parts, f"-- \n{end}\n"]),
        useful_until=max(ends) if len(ends) == len(notices) else None,
    )
