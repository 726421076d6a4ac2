"""Signed tokens as the gateway gets them, for asking a service past the gateway."""

from pathlib import Path

from bench.stand import Stand
from labwright_chassis.clients import ServiceTokens, create_client
from labwright_contracts.auth import Identity, IdentityRequest


def signed_token(stand: Stand, *, audience: str, secret: str | None = None) -> str:
    """What the gateway would hand to a service for this person (the admin), for five minutes."""
    environment = stand.platform.environment
    address = environment["GATEWAY_AUTH_INTERNAL_URL"]
    own = Path(environment["GATEWAY_SERVICE_SECRET_FILE"]).read_text().strip()
    tokens = ServiceTokens(address, service_id="gateway", secret=own)
    request = IdentityRequest(secret=secret or stand.token, audience=audience)
    with create_client(address) as client:
        answer = client.post(
            "/internal/identities", json=request.model_dump(), headers=tokens.header("auth")
        )
        answer.raise_for_status()
    return Identity.model_validate_json(answer.content).token
