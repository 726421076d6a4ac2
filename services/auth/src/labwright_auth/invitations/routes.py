"""Invitations over HTTP."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Query
from sqlalchemy.orm import Session

from labwright_auth.access import Configured, Inviter, Units
from labwright_auth.accounts.routes import Hashes, Line
from labwright_auth.accounts.rules import Hashed, PasswordPolicy
from labwright_auth.accounts.schemas import AccountOut
from labwright_auth.invitations import queries, service
from labwright_auth.invitations.models import Invitation
from labwright_auth.invitations.schemas import (
    Acceptance,
    Accepted,
    InvitationIn,
    InvitationOut,
    InvitationQuery,
    InvitationSecret,
    InvitationShown,
)
from labwright_auth.lab_settings import queries as lab_settings
from labwright_auth.roles.models import Role, stored
from labwright_chassis import clock
from labwright_chassis.api import DbReader, DbSession, ServiceRouter, answers_secret
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.callers import Sites
from labwright_chassis.lists import Page

router = ServiceRouter(prefix="/api/v1/auth/invitations", tags=["invitations"])
public_router = ServiceRouter(prefix="/api/v1/auth/invitations", tags=["invitations"], public=True)

InvitationId = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("")
def list_invitations(
    query: Annotated[InvitationQuery, Query()], by: Inviter, session: DbReader, links: PageLinks
) -> Page[InvitationOut]:
    """Invitations and what became of them, newest first."""
    now = clock.now()
    found, count = queries.page(session, query, now=now)
    roles = queries.roles_of(session, found)
    return links.page([_shown(one, roles[one.id], now) for one in found], count=count, query=query)


@router.post("", status_code=201)
def create_invitation(
    body: InvitationIn, by: Inviter, settings: Configured, session: DbSession
) -> InvitationOut:
    """Invite somebody by mail, with roles that one could give oneself."""
    now = clock.now()
    invitation = service.invite(
        session,
        body=body,
        by=by,
        lab=lab_settings.get(session, settings),
        public_url=settings.public_url,
        now=now,
    )
    return _read(session, invitation, now)


@router.delete("/{invitation_id}", status_code=204)
def revoke_invitation(invitation_id: InvitationId, by: Inviter, session: DbSession) -> None:
    """Withdraw an invitation; its link holds no longer."""
    service.revoke_invitation(session, invitation_id=invitation_id, now=clock.now())


@public_router.post("/look")
def look_at_invitation(
    body: InvitationSecret, settings: Configured, session: DbReader
) -> InvitationShown:
    """Who is invited to what, for whoever has the link."""
    invitation = service.look_at(session, secret=body.secret, now=clock.now())
    roles = queries.roles_of(session, [invitation])[invitation.id]
    return InvitationShown(
        email=invitation.email,
        lab_name=lab_settings.get(session, settings).lab_name,
        roles=[role.name for role in roles],
        expires_at=invitation.expires_at,
    )


async def _accepted(
    body: Acceptance, database: Units, settings: Configured, hashes: Hashes, line: Line
) -> Accepted:
    # Before the transaction, which must not stay open while a password is hashed.
    def hash_for_invited() -> Hashed:
        wanted = body.password.get_secret_value()
        invited = database.read(
            lambda session: service.look_at(session, secret=body.secret, now=clock.now())
        )
        policy = PasswordPolicy(settings.password_least)
        policy.check(wanted, username=body.username, email=invited.email)
        return hashes.hash(wanted)

    return Accepted(
        secret=body.secret,
        username=body.username,
        display_name=body.display_name,
        password=await line.run(hash_for_invited),
    )


@public_router.post("/accept", status_code=201)
@answers_secret
def accept_invitation(
    accepted: Annotated[Accepted, Depends(_accepted)], settings: Configured, session: DbSession
) -> AccountOut:
    """Make the account one was invited to; it does not sign in. The link works once."""
    lab = lab_settings.get(session, settings)
    user = service.accept(session, accepted=accepted, lab=lab, now=clock.now())
    return AccountOut.model_validate(user)


def _read(session: Session, invitation: Invitation, now: datetime) -> InvitationOut:
    return _shown(invitation, queries.roles_of(session, [invitation])[invitation.id], now)


def _shown(one: Invitation, roles: Mapping[Role, Sites], now: datetime) -> InvitationOut:
    limited = {role.name: stored(sites) for role, sites in roles.items()}
    return InvitationOut(
        id=one.id,
        email=one.email,
        state=one.state_at(now),
        roles=list(limited),
        sites={name: sites for name, sites in limited.items() if sites is not None},
        invited_by=one.invited_by,
        created_at=one.created_at,
        expires_at=one.expires_at,
        accepted_by=one.accepted_by,
    )
