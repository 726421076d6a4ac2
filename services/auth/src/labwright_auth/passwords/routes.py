"""Passwords over HTTP."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Response

from labwright_auth.access import Configured, SignedIn, Units
from labwright_auth.accounts.routes import Hashes, Line, Proves
from labwright_auth.accounts.rules import Hashed, PasswordPolicy
from labwright_auth.passwords import service
from labwright_auth.passwords.schemas import (
    PasswordChange,
    Reset,
    ResetRedemption,
    ResetRequest,
)
from labwright_auth.passwords.service import Change
from labwright_auth.sessions.rules import Lifetimes
from labwright_auth.throttle.routes import Here
from labwright_chassis import clock
from labwright_chassis.api import DbSession, ServiceRouter
from labwright_contracts.auth import SESSION_ENDED_HEADER, SESSION_SECRET_HEADER

router = ServiceRouter(prefix="/api/v1/auth/me/password", tags=["passwords"])
public_router = ServiceRouter(
    prefix="/api/v1/auth/password-resets", tags=["passwords"], public=True
)


async def _change(body: PasswordChange, settings: Configured, prover: Proves) -> Change:
    # Before the transaction, which must not stay open while passwords are hashed.
    proof = await prover.check(body.current_password)
    if proof.known is None or not proof.good:
        return Change(proof, None)
    known, wanted = proof.known, body.new_password.get_secret_value()
    policy = PasswordPolicy(settings.password_least)
    policy.check(wanted, username=known.username, email=known.email, field="new_password")
    return Change(proof, await prover.line.run(partial(prover.hashes.hash, wanted)))


async def _reset(
    body: ResetRedemption, database: Units, settings: Configured, hashes: Hashes, line: Line
) -> Reset:
    def hash_for_holder() -> Hashed:
        wanted = body.password.get_secret_value()
        holder = database.read(
            lambda session: service.check_reset(session, secret=body.secret, now=clock.now())
        )
        policy = PasswordPolicy(settings.password_least)
        policy.check(wanted, username=holder.username, email=holder.email)
        return hashes.hash(wanted)

    return Reset(secret=body.secret, password=await line.run(hash_for_holder))


@router.put("", status_code=204)
def change_password(
    change: Annotated[Change, Depends(_change)],
    by: SignedIn,
    settings: Configured,
    visit: Here,
    session: DbSession,
    response: Response,
) -> None:
    """Change one's password; every session ends, and a browser goes on in a new one."""
    opened = service.change_password(
        session,
        change=change,
        by=by,
        visit=visit,
        lifetimes=Lifetimes.of(settings),
        now=clock.now(),
    )
    response.headers[SESSION_ENDED_HEADER] = by.session
    if opened is not None:
        response.headers[SESSION_SECRET_HEADER] = opened.secret.text


@public_router.post("", status_code=202)
def ask_for_reset(body: ResetRequest, visit: Here, session: DbSession) -> None:
    """Have a link mailed by which a new password is set, if there is such an account."""
    service.ask_for_reset(session, name=body.username, visit=visit, now=clock.now())


@public_router.post("/redeem", status_code=204)
def reset_password(
    reset: Annotated[Reset, Depends(_reset)], visit: Here, session: DbSession
) -> None:
    """Set a new password by a mailed link, which works once; every session ends."""
    service.reset_password(session, reset=reset, visit=visit, now=clock.now())
