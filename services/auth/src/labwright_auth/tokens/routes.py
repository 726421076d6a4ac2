"""Personal tokens over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from labwright_auth.access import TokenKeeper, TokenRevoker
from labwright_auth.accounts import queries as accounts
from labwright_auth.roles import queries as roles
from labwright_auth.tokens import queries, service
from labwright_auth.tokens.schemas import NewTokenOut, TokenIn, TokenOut
from labwright_chassis import clock
from labwright_chassis.api import DbReader, DbSession, ServiceRouter, answers_secret
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import ListQuery, Page
from labwright_contracts.auth import SESSION_ENDED_HEADER

router = ServiceRouter(prefix="/api/v1/auth", tags=["personal tokens"])

UserId = Annotated[int, Path(ge=1, lt=2**63)]


@router.get("/tokens")
def list_tokens(
    query: Annotated[ListQuery, Query()], by: TokenKeeper, session: DbReader, links: PageLinks
) -> Page[TokenOut]:
    """One's own tokens, newest first."""
    found, count = queries.page_of(session, query, user_id=by.id, now=clock.now())
    return links.page([TokenOut.model_validate(one) for one in found], count=count, query=query)


@router.post("/tokens", status_code=201)
@answers_secret
def create_token(body: TokenIn, by: TokenKeeper, session: DbSession) -> NewTokenOut:
    """Make a token of permissions one has oneself; its secret is shown here and never again."""
    own = roles.authority_of(session, by)
    made, secret = service.create_token(session, user_id=by.id, own=own, body=body, now=clock.now())
    return NewTokenOut(**TokenOut.model_validate(made).model_dump(), token=secret.text)


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(token_id: UUID, by: TokenKeeper, session: DbSession, response: Response) -> None:
    """End one of one's own tokens."""
    service.revoke_token(
        session, token_id=token_id, user_id=by.id, reason="revoked by its owner", now=clock.now()
    )
    response.headers[SESSION_ENDED_HEADER] = token_id.hex


@router.get("/users/{user_id}/tokens")
def list_tokens_of_person(
    user_id: UserId,
    query: Annotated[ListQuery, Query()],
    by: TokenRevoker,
    session: DbReader,
    links: PageLinks,
) -> Page[TokenOut]:
    """A person's tokens, newest first."""
    accounts.get(session, user_id)
    found, count = queries.page_of(session, query, user_id=user_id, now=clock.now())
    return links.page([TokenOut.model_validate(one) for one in found], count=count, query=query)


@router.delete("/users/{user_id}/tokens/{token_id}", status_code=204)
def revoke_token_of_person(
    user_id: UserId, token_id: UUID, by: TokenRevoker, session: DbSession, response: Response
) -> None:
    """End a token of somebody, as when it became known."""
    service.revoke_token(
        session, token_id=token_id, user_id=user_id, reason="revoked by an admin", now=clock.now()
    )
    response.headers[SESSION_ENDED_HEADER] = token_id.hex
