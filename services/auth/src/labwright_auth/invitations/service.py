"""Inviting people, and what becomes of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.accounts.errors import RegistrationClosed, Taken
from labwright_auth.accounts.models import User
from labwright_auth.accounts.service import add_account
from labwright_auth.invitations import queries
from labwright_auth.invitations.errors import InvitationVoid
from labwright_auth.invitations.models import Invitation
from labwright_auth.invitations.rules import url
from labwright_auth.invitations.schemas import Accepted, InvitationIn
from labwright_auth.lab_settings.schemas import LabSettings
from labwright_auth.links.rules import generate_secret, hash_of
from labwright_auth.mail import rules as letters
from labwright_auth.roles import queries as roles
from labwright_auth.roles.errors import BeyondOwnReach
from labwright_auth.roles.models import Role, stored
from labwright_auth.roles.rules import check_reach
from labwright_auth.roles.service import check_named
from labwright_auth.settings import RegistrationMode
from labwright_chassis import audit, mails
from labwright_chassis.callers import Caller, Sites
from labwright_chassis.columns import normalised
from labwright_chassis.errors import Refused


def invite(
    session: Session,
    *,
    body: InvitationIn,
    by: Caller,
    lab: LabSettings,
    public_url: str,
    now: datetime,
) -> Invitation:
    """Mail an invitation; an earlier one to the same address holds no longer.

    Raises:
        Malformed: a role that does not exist.
        BeyondOwnReach: a role that its sender could not give.
        Taken: an account has the address already.
        RegistrationClosed: this lab takes nobody.
    """
    check_not_closed(lab)
    roles.lock_authority(session)
    found = roles.named(session, body.roles)
    check_named(body.roles, found, kind="role", at="/roles")
    wanted = {role: body.sites_of(role.name) for role in found}
    check_reach(wanted.items(), roles.authority_of(session, by))
    if accounts.by_name(session, body.email) is not None:
        raise Taken.field("email")
    _replace_open(session, body.email, now=now)
    secret = generate_secret()
    invitation = Invitation(
        email=body.email,
        open_key=normalised(body.email),
        roles=[(role.id, stored(sites)) for role, sites in wanted.items()],
        secret_hash=hash_of(secret),
        invited_by=by.id,
        created_at=now,
        expires_at=now + timedelta(days=body.days),
    )
    session.add(invitation)
    session.flush()
    link = url(public_url, secret)
    letter = letters.invitation(
        to=body.email, lab=lab.lab_name, by=by.name, link=link, expires_at=invitation.expires_at
    )
    mails.add(session, letter)
    _record(session, "auth.invitation.create", invitation, wanted)
    return invitation


def revoke_invitation(session: Session, *, invitation_id: int, now: datetime) -> None:
    """Withdraw an invitation that nobody has accepted.

    Raises:
        NotFound.
        Refused: it was accepted.
    """
    invitation = queries.lock(session, invitation_id)
    if invitation.accepted_at is not None:
        raise Refused(f"{invitation.email} has accepted this invitation.")
    if invitation.revoked_at is None:
        invitation.revoke(now)
        _record(session, "auth.invitation.revoke", invitation)


def look_at(session: Session, *, secret: str, now: datetime) -> Invitation:
    """The open invitation with that secret.

    Raises:
        InvitationVoid.
    """
    return _known(queries.opened_by(session, hash_of(secret), now=now))


def accept(session: Session, *, accepted: Accepted, lab: LabSettings, now: datetime) -> User:
    """Make the account of who was invited; the mail has proven the address.

    Raises:
        InvitationVoid: it holds no longer, or its sender may no longer give these roles.
        Taken: another account has the username, or by now the address.
        RegistrationClosed: this lab takes nobody any more.
    """
    check_not_closed(lab)
    roles.lock_authority(session)
    hashed = hash_of(accepted.secret.get_secret_value())
    invitation = _known(queries.opened_by(session, hashed, now=now, lock=True))
    wanted = queries.roles_of(session, [invitation])[invitation.id]
    _check_sender(session, invitation, wanted)
    name = accepted.display_name or accepted.username
    user = User.named(accepted.username, email=invitation.email, display_name=name, now=now)
    user.email_verified_at = now
    add_account(session, user, accepted.password, wanted=wanted, now=now)
    invitation.accept(user, now)
    _record(session, "auth.invitation.accept", invitation, wanted)
    return user


def check_not_closed(lab: LabSettings) -> None:
    """Let people come by invitation.

    Raises:
        RegistrationClosed: this lab takes nobody.
    """
    if lab.registration is RegistrationMode.CLOSED:
        raise RegistrationClosed("Nobody can register here.")


def _check_sender(session: Session, invitation: Invitation, wanted: Mapping[Role, Sites]) -> None:
    sender = accounts.find(session, invitation.invited_by)
    if sender is None or not sender.active:
        raise InvitationVoid.secret()
    try:
        check_reach(wanted.items(), roles.held_by(session, sender.id))
    except BeyondOwnReach as error:
        raise InvitationVoid.secret() from error


def _replace_open(session: Session, email: str, *, now: datetime) -> None:
    present = queries.lock_open_for(session, normalised(email))
    if present is not None:
        present.revoke(now)
        session.flush()


def _known(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise InvitationVoid.secret()
    return invitation


def _record(
    session: Session,
    action: str,
    invitation: Invitation,
    wanted: Mapping[Role, Sites] | None = None,
) -> None:
    about: dict[str, object] = {"email": invitation.email}
    if wanted is not None:
        about["roles"] = {role.name: stored(sites) for role, sites in wanted.items()}
    audit.record(session, action, target=f"invitation/{invitation.id}", after=about)
