"""What a published key looks like."""

from labwright_contracts.auth import ALGORITHM


def published(kid: str, x: str) -> dict[str, str]:
    """An Ed25519 public key as a JWK (RFC 8037)."""
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "use": "sig", "alg": ALGORITHM}
