"""The published key set, and, on the internal port, tokens for services."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from labwright_auth.access import Configured, ServicesReader
from labwright_auth.keys import queries, service
from labwright_auth.keys.adapters import SecretFiles
from labwright_auth.keys.schemas import ServiceIdentity
from labwright_auth.keys.service import ServiceSecrets, Signer
from labwright_chassis import clock
from labwright_chassis.api import DbReader, ServiceRouter
from labwright_contracts.auth import ServiceToken, ServiceTokenRequest

router = ServiceRouter(prefix="/api/v1/auth", tags=["keys"], public=True)
services_router = ServiceRouter(prefix="/api/v1/auth/services", tags=["services"])
internal_router = ServiceRouter(prefix="/internal", tags=["service tokens"], public=True)


def _signer(request: Request) -> Signer:
    signer: Signer = request.app.state.signer
    return signer


def _secrets(request: Request) -> ServiceSecrets:
    secrets: ServiceSecrets = request.app.state.secrets
    return secrets


OurSigner = Annotated[Signer, Depends(_signer)]
"""What signs tokens in this process."""


@router.get("/jwks")
def get_jwks(session: DbReader, settings: Configured, response: Response) -> dict[str, Any]:
    """The public keys by which tokens are verified (JWK set, RFC 7517)."""
    response.headers["Cache-Control"] = f"public, max-age={settings.jwks_seconds}"
    return queries.jwks(session, clock.now())


@services_router.get("")
def list_services(
    by: ServicesReader, secrets: Annotated[SecretFiles, Depends(_secrets)]
) -> list[ServiceIdentity]:
    """The services that prove themselves to auth by a secret."""
    return secrets.known()


@internal_router.post("/service-tokens")
def issue_service_token(
    body: ServiceTokenRequest,
    signer: OurSigner,
    secrets: Annotated[ServiceSecrets, Depends(_secrets)],
    settings: Configured,
) -> ServiceToken:
    """A token by which a service proves itself to another."""
    return service.issue_service_token(
        signer,
        secrets,
        request=body,
        lasting=timedelta(seconds=settings.token_seconds),
        now=clock.now(),
    )
