"""Granting and withdrawing qualifications."""

from datetime import datetime

from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.qualifications import queries
from labwright_auth.qualifications.models import Qualification
from labwright_chassis import audit, outbox
from labwright_chassis.errors import Malformed, NotFound
from labwright_contracts.catalogue import QUALIFICATION_CHANGED, QUALIFICATION_REMOVED


def grant_qualification(
    session: Session, *, user_id: int, tag: str, until: datetime | None, now: datetime
) -> Qualification:
    """Let a person count as qualified, or say anew until when.

    Raises:
        NotFound: there is no such person.
        Malformed: it would have ended already.
    """
    if until is not None and until <= now:
        raise Malformed.at("/valid_until", "This has passed: withdraw the qualification instead.")
    # The person's row is the lock of a qualification that is not there yet.
    accounts.get(session, user_id, lock=True)
    found = queries.lock(session, user_id=user_id, tag=tag)
    before = found.state() if found is not None and found.removed_at is None else None
    if found is None:
        found = Qualification(version=1, user_id=user_id, tag=tag, valid_until=until)
        session.add(found)
        session.flush()
    elif not found.grant(until):
        return found
    outbox.add_state(session, QUALIFICATION_CHANGED, id=found.id, version=found.version)
    _record(session, "auth.qualification.grant", found, before=before, after=found.state())
    return found


def withdraw_qualification(session: Session, *, user_id: int, tag: str, now: datetime) -> None:
    """Let a person no longer count as qualified.

    Raises:
        NotFound: he does not.
    """
    found = queries.lock(session, user_id=user_id, tag=tag)
    if found is None or found.removed_at is not None:
        raise NotFound(f"Person {user_id} has no qualification {tag}.")
    before = found.state()
    found.withdraw(now)
    outbox.add_state(session, QUALIFICATION_REMOVED, id=found.id, version=found.version)
    _record(session, "auth.qualification.withdraw", found, before=before, after=None)


def _record(
    session: Session,
    action: str,
    of: Qualification,
    *,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
) -> None:
    audit.record(session, action, target=f"user/{of.user_id}", before=before, after=after)
