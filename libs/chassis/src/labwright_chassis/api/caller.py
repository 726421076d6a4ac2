"""The HTTP edge's way to a verified caller."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPBearer

from labwright_chassis.callers import Caller, caller_from
from labwright_chassis.errors import Unauthenticated
from labwright_chassis.tokens import Verifier
from labwright_contracts.auth import AccessClaims

bearer = HTTPBearer(
    scheme_name="session",
    description="Session cookie or `Authorization: Bearer` with a session or personal token; "
    "the gateway turns either into the services' own signed token.",
    auto_error=False,
)


class Requires:
    """A dependency that lets a person with the permission in, and nobody else.

    Use as `Annotated[Caller, Depends(Requires("inventory:device:write"))]`, and without a
    permission where being signed in is enough.
    """

    def __init__(self, permission: str | None = None) -> None:
        self.permission = permission

    async def __call__(self, request: Request) -> Caller:
        caller = caller_from(await _claims(request, kind="user"))
        request.state.caller = caller
        if self.permission is not None:
            caller.must(self.permission)
        return caller


async def known_service(request: Request) -> Caller:
    """The calling service; a dependency."""
    caller = caller_from(await _claims(request, kind="service"))
    request.state.caller = caller
    return caller


ServiceCaller = Annotated[Caller, Depends(known_service)]
"""Another Labwright service with a token for this one."""


async def _claims(request: Request, *, kind: str) -> AccessClaims:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("This needs a signed-in caller.")
    verifier: Verifier = request.app.state.verifier
    claims = verifier.remembered(token)
    if claims is None:
        # Verification may have to fetch the keys, which must not stop the event loop.
        claims = await run_in_threadpool(verifier.verify, token)
    if claims.kind != kind:
        raise Unauthenticated(f"This needs the token of a {kind}.")
    return claims
