"""Finding invitations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session, selectinload

from labwright_auth.invitations.models import Invitation
from labwright_auth.invitations.rules import KEPT, InvitationState
from labwright_auth.invitations.schemas import InvitationQuery
from labwright_auth.roles.models import Role
from labwright_chassis.callers import Sites
from labwright_chassis.errors import NotFound
from labwright_chassis.lists import count


def page(
    session: Session, query: InvitationQuery, *, now: datetime
) -> tuple[list[Invitation], int]:
    """Invitations, newest first, and how many: two statements."""
    statement = select(Invitation)
    if query.state:
        statement = statement.where(or_(*(_in(state, now) for state in query.state)))
    rows = statement.order_by(Invitation.id.desc()).limit(query.limit).offset(query.offset)
    return list(session.scalars(rows)), count(session, statement)


def lock(session: Session, invitation_id: int) -> Invitation:
    """The invitation of that number, locked.

    Raises:
        NotFound: there is none.
    """
    statement = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound(f"There is no invitation {invitation_id}.")
    return found


def opened_by(
    session: Session, secret_hash: str, *, now: datetime, lock: bool = False
) -> Invitation | None:
    """The open invitation with that secret."""
    statement = select(Invitation).where(
        Invitation.secret_hash == secret_hash, _in(InvitationState.OPEN, now)
    )
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def lock_open_for(session: Session, email_key: str) -> Invitation | None:
    """The present invitation of an address, locked; it may be too old."""
    statement = select(Invitation).where(Invitation.open_key == email_key).with_for_update()
    return session.scalars(statement).one_or_none()


def roles_of(session: Session, invitations: Sequence[Invitation]) -> dict[int, dict[Role, Sites]]:
    """The roles that each gives, of those that there still are: two statements for all of them."""
    ids = {id for invitation in invitations for id, _ in invitation.roles}
    statement = select(Role).where(Role.id.in_(ids)).options(selectinload(Role.granted))
    known = {role.id: role for role in session.scalars(statement)}
    return {
        invitation.id: {
            known[id]: "*" if sites is None else frozenset(sites)
            for id, sites in invitation.roles
            if id in known
        }
        for invitation in invitations
    }


def forget_old(session: Session, *, now: datetime) -> None:
    """Delete invitations that were over long ago."""
    session.execute(delete(Invitation).where(Invitation.expires_at < now - KEPT))


def _in(state: InvitationState, now: datetime) -> ColumnElement[bool]:
    accepted, revoked = Invitation.accepted_at.is_not(None), Invitation.revoked_at.is_not(None)
    waits = and_(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    return {
        InvitationState.ACCEPTED: accepted,
        InvitationState.REVOKED: revoked,
        InvitationState.OPEN: and_(waits, Invitation.expires_at > now),
        InvitationState.EXPIRED: and_(waits, Invitation.expires_at <= now),
    }[state]
