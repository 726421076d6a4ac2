"""Changing one's own account."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.accounts.models import User
from labwright_auth.accounts.service import OwnProof, announce, ask_to_confirm, flush_unique
from labwright_auth.links import service as links
from labwright_auth.links.errors import LinkVoid
from labwright_auth.links.rules import AT_MOST_EVERY, Purpose
from labwright_auth.mail import rules as letters
from labwright_auth.profile.errors import TooManyLinks
from labwright_auth.profile.schemas import ProfilePatch
from labwright_chassis import audit, mails
from labwright_chassis.callers import Caller

_CONFIRM = Purpose.CONFIRM_EMAIL


def update_profile(
    session: Session,
    *,
    changes: ProfilePatch,
    by: Caller,
    expected: Callable[[int], None],
) -> User:
    """Change how one is called and reached.

    Raises:
        Stale, Taken.
    """
    user = accounts.get(session, by.id, lock=True)
    expected(user.version)
    before = user.state()
    sent = changes.model_dump(exclude_unset=True)
    if "display_name" in sent:
        user.display_name = sent["display_name"] or user.username
    if "discord_id" in sent:
        user.discord_id = sent["discord_id"]
    if user.state() != before:
        _changed(session, user, "auth.user.update", before)
    return user


def change_email(
    session: Session, *, proof: OwnProof, email: str | None, public_url: str, now: datetime
) -> None:
    """Mail a link to the new address, which is taken once it is confirmed; null is taken at once.

    An address of another account is not told of: its owner gets a mail instead.

    Raises:
        WrongPassword, TooManyLinks.
    """
    user = proof.confirm(session, now=now)
    if email is None:
        links.void(session, purpose=_CONFIRM, user_id=user.id)
        _move(session, user, None, now=now)
        return
    if not links.may_issue(session, purpose=_CONFIRM, user_id=user.id, now=now):
        seconds = int(AT_MOST_EVERY.total_seconds())
        raise TooManyLinks("A link was mailed a moment ago.", retry_after=seconds)
    holder = accounts.by_name(session, email)
    if holder is not None and holder.id != user.id:
        # A link that nobody has keeps the pace the same as for a free address.
        links.issue(session, purpose=_CONFIRM, user_id=user.id, address=email, now=now)
        mails.add(session, letters.address_in_use(to=email, name=holder.username))
        return
    ask_to_confirm(session, user, email, public_url=public_url, now=now)


def confirm_email(session: Session, *, secret: str, now: datetime) -> None:
    """Take the address that the link was mailed to.

    Raises:
        LinkVoid, Taken.
    """
    link = links.redeem(session, purpose=_CONFIRM, secret=secret, now=now)
    user = accounts.lock_with_credential(session, link.user_id)
    if user is None or not user.active:
        raise LinkVoid.secret()
    _move(session, user, link.address, now=now)


def _move(session: Session, user: User, address: str | None, *, now: datetime) -> None:
    before, old = user.state(), user.email
    user.move_email(address, verified_at=now if address else None)
    if old is not None and old != address:
        mails.add(session, letters.email_changed(to=old, name=user.username))
    _changed(session, user, "auth.user.change_email", before)


def _changed(session: Session, user: User, action: str, before: dict[str, object]) -> None:
    user.changed()
    flush_unique(session)
    announce(session, user)
    audit.record(session, action, target=f"user/{user.id}", before=before, after=user.state())
