"""One's own account over HTTP."""

from typing import Annotated

from fastapi import Depends

from labwright_auth.access import Configured, SignedIn
from labwright_auth.accounts.routes import Proves
from labwright_auth.accounts.schemas import AccountOut
from labwright_auth.accounts.service import OwnProof
from labwright_auth.profile import service
from labwright_auth.profile.schemas import EmailChange, EmailConfirmation, ProfilePatch
from labwright_chassis import clock
from labwright_chassis.api import DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators

router = ServiceRouter(prefix="/api/v1/auth/me", tags=["profile"])
public_router = ServiceRouter(
    prefix="/api/v1/auth/email-confirmations", tags=["profile"], public=True
)


async def _proof(body: EmailChange, prover: Proves) -> OwnProof:
    return await prover.check(body.password)


@router.patch("")
def update_profile(
    body: ProfilePatch, by: SignedIn, session: DbSession, validators: Validators
) -> AccountOut:
    """Change how one is called, and one's Discord id."""
    user = service.update_profile(session, changes=body, by=by, expected=validators.expect)
    validators.changed(user.version)
    return AccountOut.model_validate(user)


@router.put("/email", status_code=202)
def change_email(
    body: EmailChange,
    proof: Annotated[OwnProof, Depends(_proof)],
    by: SignedIn,
    settings: Configured,
    session: DbSession,
) -> None:
    """Have a link mailed to another address (or the same), which is taken once it is confirmed."""
    service.change_email(
        session,
        proof=proof,
        email=body.email,
        public_url=settings.public_url,
        now=clock.now(),
    )


@public_router.post("/redeem", status_code=204)
def confirm_email(body: EmailConfirmation, session: DbSession) -> None:
    """Confirm an address by the link that was mailed to it."""
    service.confirm_email(session, secret=body.secret, now=clock.now())
