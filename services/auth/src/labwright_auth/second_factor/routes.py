"""One's own second factor over HTTP."""

from typing import Annotated

from fastapi import Depends, Request

from labwright_auth.access import SignedIn
from labwright_auth.accounts.routes import Proves
from labwright_auth.accounts.service import OwnProof
from labwright_auth.second_factor import queries, service
from labwright_auth.second_factor.schemas import (
    CodeIn,
    Disabling,
    Enrolling,
    EnrolmentOut,
    RecoveryCodesOut,
    SecondFactorOut,
)
from labwright_auth.throttle.routes import Here
from labwright_chassis import clock
from labwright_chassis.api import DbReader, DbSession, ServiceRouter, answers_secret
from labwright_chassis.sealing import MasterKey

router = ServiceRouter(prefix="/api/v1/auth/me/totp", tags=["second factor"])


def _master(request: Request) -> MasterKey:
    master: MasterKey = request.app.state.master_key
    return master


Master = Annotated[MasterKey, Depends(_master)]
"""What seeds are sealed with."""


async def _enrolling(body: Enrolling, prover: Proves) -> OwnProof:
    return await prover.check(body.password)


async def _disabling(body: Disabling, prover: Proves) -> OwnProof:
    return await prover.check(body.password)


@router.get("")
def get_second_factor(by: SignedIn, session: DbReader) -> SecondFactorOut:
    """Whether one signs in with a second factor."""
    kept = queries.authenticator(session, by.id)
    since = kept.confirmed_at if kept is not None else None
    left = queries.codes_left(session, by.id)
    return SecondFactorOut(on=since is not None, since=since, recovery_codes=left)


@router.post("", status_code=201)
@answers_secret
def enrol(
    proof: Annotated[OwnProof, Depends(_enrolling)],
    by: SignedIn,
    master: Master,
    session: DbSession,
) -> EnrolmentOut:
    """Begin to use an authenticator app; a code of it has to be confirmed."""
    enrolment = service.enrol(session, proof=proof, master=master, now=clock.now())
    return EnrolmentOut(secret=enrolment.seed, uri=enrolment.uri)


@router.post("/confirm")
def confirm(body: CodeIn, by: SignedIn, master: Master, session: DbSession) -> RecoveryCodesOut:
    """Confirm the app by its present code; from then on signing in needs one."""
    codes = service.confirm(session, code=body.code, by=by, master=master, now=clock.now())
    return RecoveryCodesOut(recovery_codes=codes)


@router.post("/disable", status_code=204)
def disable(
    body: Disabling,
    proof: Annotated[OwnProof, Depends(_disabling)],
    by: SignedIn,
    visit: Here,
    master: Master,
    session: DbSession,
) -> None:
    """End the use of the app."""
    service.disable(
        session,
        proof=proof,
        code=body.code,
        address=visit.address,
        master=master,
        now=clock.now(),
    )


@router.post("/recovery-codes")
def renew_recovery_codes(
    body: CodeIn, by: SignedIn, visit: Here, master: Master, session: DbSession
) -> RecoveryCodesOut:
    """Replace one's recovery codes."""
    codes = service.renew_codes(
        session, code=body.code, by=by, address=visit.address, master=master, now=clock.now()
    )
    return RecoveryCodesOut(recovery_codes=codes)
