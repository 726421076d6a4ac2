"""Signing in and out over HTTP."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from labwright_auth.access import Configured, SignedIn, Somebody, Units
from labwright_auth.accounts import queries as accounts
from labwright_auth.accounts.routes import Hashes, Line
from labwright_auth.accounts.schemas import AccountOut
from labwright_auth.roles import queries as roles
from labwright_auth.second_factor.routes import Master
from labwright_auth.second_factor.schemas import SecondStep
from labwright_auth.sessions import queries, service
from labwright_auth.sessions.errors import BrowserRefused
from labwright_auth.sessions.models import UserSession
from labwright_auth.sessions.rules import Kind, Lifetimes
from labwright_auth.sessions.schemas import (
    CurrentSession,
    MeOut,
    SessionOut,
    SessionTokenOut,
    SignIn,
)
from labwright_auth.sessions.service import Attempt, Opened
from labwright_auth.throttle.routes import Here
from labwright_chassis import clock
from labwright_chassis.api import (
    DbReader,
    DbSession,
    ServiceRouter,
    answers_secret,
)
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.callers import Caller
from labwright_chassis.lists import ListQuery, Page
from labwright_contracts.auth import SESSION_ENDED_HEADER, SESSION_SECRET_HEADER

public_router = ServiceRouter(prefix="/api/v1/auth", tags=["signing in"], public=True)
router = ServiceRouter(prefix="/api/v1/auth", tags=["sessions"])


async def _attempt(
    body: SignIn, request: Request, database: Units, hashes: Hashes, line: Line, visit: Here
) -> Attempt:
    # Before the transaction, which must not stay open while a password is checked.
    attempt = await line.run(
        partial(
            service.check_password,
            database,
            hashes,
            username=body.username,
            password=body.password.get_secret_value(),
            visit=visit,
            now=clock.now(),
        )
    )
    if attempt.known is not None and not attempt.refused:
        request.state.caller = _proven(attempt.known)  # history, audit and log name him from here
    return attempt


def _proven(known: accounts.Known) -> Caller:
    return Caller(
        id=known.user_id,
        username=known.username,
        name=known.display_name,
        actor=f"user/{known.user_id}",
        session="",
        roles=frozenset(),
        permissions=frozenset(),
        org="default",
        sites=frozenset(),
    )


def _no_browser(request: Request) -> None:
    if "origin" in request.headers or "sec-fetch-site" in request.headers:
        raise BrowserRefused("Session tokens are for programs; a browser signs in by login.")


Checked = Annotated[Attempt, Depends(_attempt)]


@public_router.post("/login")
def sign_in(
    attempt: Checked, settings: Configured, session: DbSession, response: Response
) -> AccountOut:
    """Begin a session; the gateway answers with its cookie."""
    opened = service.sign_in(
        session,
        attempt=attempt,
        kind=Kind.BROWSER,
        lifetimes=Lifetimes.of(settings),
        now=clock.now(),
    )
    return _to_browser(opened, response)


@public_router.post("/login/second-factor")
def sign_in_with_code(
    body: SecondStep,
    visit: Here,
    settings: Configured,
    master: Master,
    session: DbSession,
    response: Response,
) -> AccountOut:
    """Go on with a sign-in that was answered by a challenge."""
    opened = service.sign_in_with_code(
        session,
        step=body,
        kind=Kind.BROWSER,
        visit=visit,
        master=master,
        lifetimes=Lifetimes.of(settings),
        now=clock.now(),
    )
    return _to_browser(opened, response)


@public_router.post("/session-tokens", status_code=201, dependencies=[Depends(_no_browser)])
@answers_secret
def create_session_token(
    attempt: Checked, settings: Configured, session: DbSession
) -> SessionTokenOut:
    """Begin a session for a program, which carries the token itself; refused to browsers."""
    opened = service.sign_in(
        session,
        attempt=attempt,
        kind=Kind.PROGRAM,
        lifetimes=Lifetimes.of(settings),
        now=clock.now(),
    )
    return _to_program(opened)


@public_router.post(
    "/session-tokens/second-factor", status_code=201, dependencies=[Depends(_no_browser)]
)
@answers_secret
def create_session_token_with_code(
    body: SecondStep, visit: Here, settings: Configured, master: Master, session: DbSession
) -> SessionTokenOut:
    """Go on with a program's sign-in that was answered by a challenge."""
    opened = service.sign_in_with_code(
        session,
        step=body,
        kind=Kind.PROGRAM,
        visit=visit,
        master=master,
        lifetimes=Lifetimes.of(settings),
        now=clock.now(),
    )
    return _to_program(opened)


@router.post("/logout", status_code=204)
def sign_out(by: SignedIn, session: DbSession, response: Response) -> None:
    """End this session."""
    service.sign_out(session, by=by, now=clock.now())
    response.headers[SESSION_ENDED_HEADER] = by.session


@router.get("/me")
def get_me(by: Somebody, settings: Configured, session: DbReader) -> MeOut:
    """Who is signed in, and what he may do in every area."""
    by_token = by.limited_to is not None
    present = None if by_token else service.get_current(session, by=by, now=clock.now())
    user = accounts.get(session, by.id)
    return MeOut(
        **AccountOut.model_validate(user).model_dump(),
        permissions=list(roles.authority_of(session, by).permissions),
        org=settings.org,
        session=_current(present) if present else None,
    )


@router.get("/sessions")
def list_sessions(
    query: Annotated[ListQuery, Query()], by: SignedIn, session: DbReader, links: PageLinks
) -> Page[SessionOut]:
    """One's own sessions, the one used last first."""
    found, count = queries.page_of(session, query, user_id=by.id, now=clock.now())
    return links.page([_shown(one, by) for one in found], count=count, query=query)


@router.delete("/sessions/{session_id}", status_code=204)
def revoke_session(session_id: UUID, by: SignedIn, session: DbSession, response: Response) -> None:
    """End one of one's own sessions."""
    service.revoke_own(session, id=session_id, by=by, now=clock.now())
    response.headers[SESSION_ENDED_HEADER] = session_id.hex


@router.post("/sessions/revoke-all", status_code=204)
def revoke_all_sessions(by: SignedIn, session: DbSession, response: Response) -> None:
    """End all of one's own sessions, this one too."""
    service.revoke_all(session, user_id=by.id, reason="revoked by their owner", now=clock.now())
    response.headers[SESSION_ENDED_HEADER] = by.session


def _to_browser(opened: Opened, response: Response) -> AccountOut:
    response.headers[SESSION_SECRET_HEADER] = opened.secret.text
    return AccountOut.model_validate(opened.user)


def _to_program(opened: Opened) -> SessionTokenOut:
    return SessionTokenOut(token=opened.secret.text, expires_at=opened.session.expires_at)


def _current(present: UserSession) -> CurrentSession:
    return CurrentSession(
        id=present.id.hex, created_at=present.created_at, expires_at=present.expires_at
    )


def _shown(one: UserSession, by: Caller) -> SessionOut:
    fields: dict[str, Any] = _current(one).model_dump()
    return SessionOut(
        **fields,
        kind=one.kind,
        user_agent=one.user_agent,
        address=one.address,
        last_used_at=one.last_used_at,
        current=one.id.hex == by.session,
    )
