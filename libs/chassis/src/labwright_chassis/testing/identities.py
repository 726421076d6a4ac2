"""Identities for tests: a signing key as auth has one, and tokens signed with it."""

import json
import time
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from labwright_chassis.tokens import JwkSet, sign
from labwright_contracts.auth import ISSUER, AccessClaims


class Identities:
    """A key pair, its published set, and tokens for whomever a test needs."""

    def __init__(self, kid: str = "test") -> None:
        self.key = Ed25519PrivateKey.generate()
        self.kid = kid

    def jwks(self) -> JwkSet:
        """The key set as auth publishes it."""
        public = json.loads(OKPAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "EdDSA"}]}

    def token(
        self,
        permissions: Sequence[str] = (),
        *,
        audience: str,
        user_id: int = 1,
        expires_in: int = 300,
        **claims: Any,
    ) -> str:
        """A signed access token; `claims` replaces any other claim (`sites`, `kind`, `sub`)."""
        now = int(time.time())
        body: dict[str, Any] = {
            "iss": ISSUER,
            "sub": str(user_id),
            "aud": audience,
            "iat": min(now, now + expires_in),
            "exp": now + expires_in,
            "sid": f"session-{user_id}",
            "username": f"user{user_id}",
            "name": f"User {user_id}",
            "permissions": tuple(permissions),
        }
        return sign(AccessClaims(**body | claims), key=self.key, kid=self.kid)

    def headers(self, permissions: Sequence[str] = (), **options: Any) -> dict[str, str]:
        """The `Authorization` header with such a token."""
        return {"Authorization": f"Bearer {self.token(permissions, **options)}"}

    def service_headers(self, service: str, *, audience: str) -> dict[str, str]:
        """The `Authorization` header of another service."""
        return self.headers(audience=audience, kind="service", sub=service)
