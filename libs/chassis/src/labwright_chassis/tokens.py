"""Signed access tokens: Ed25519 JWTs, signed by auth alone, verified by all."""

import threading
import time
from collections.abc import Callable
from itertools import takewhile
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from labwright_chassis import clock, logs
from labwright_chassis.errors import Unauthenticated, Unavailable
from labwright_contracts.auth import ALGORITHM, ISSUER, AccessClaims

JwkSet = dict[str, Any]

_LEEWAY_SECONDS = 5
_REMEMBERED = 4096


def sign(claims: AccessClaims, *, key: Ed25519PrivateKey, kid: str) -> str:
    """A compact JWS over the claims; `kid` names the key in the published set."""
    body = claims.model_dump(mode="json")
    return jwt.encode(body, key, algorithm=ALGORITHM, headers={"kid": kid})


class Verifier:
    """Checks tokens for one audience by the keys that `fetch_keys` brings (a JWK set).

    Keys are fetched when a token names an unknown one, at most once every `refresh_seconds`;
    known keys stay in use while auth is away. A verified token is remembered until it ends, since
    a gateway sends the same one many times.
    """

    def __init__(
        self, audience: str, fetch_keys: Callable[[], JwkSet], *, refresh_seconds: float = 5
    ) -> None:
        self._audience = audience
        self._fetch = fetch_keys
        self._refresh_seconds = refresh_seconds
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = float("-inf")
        self._away = False
        self._known: dict[str, AccessClaims] = {}
        self._lock = threading.Lock()
        self._remembering = threading.Lock()

    def verify(self, token: str) -> AccessClaims:
        """The claims of a good token.

        Raises:
            Unauthenticated: forged, expired, for another audience, or not a token at all.
            Unavailable: its key is not known here and auth cannot be asked.
        """
        known = self.remembered(token)
        if known is not None:
            return known
        claims = self._decode(token)
        self._remember(token, claims)
        return claims

    def remembered(self, token: str) -> AccessClaims | None:
        """The claims of a token that was verified before and has not ended."""
        known = self._known.get(token)
        return known if known is not None and known.exp > clock.now().timestamp() else None

    def _remember(self, token: str, claims: AccessClaims) -> None:
        """Keep a token, and none that ended: they live equally long, so the oldest end first."""
        now = clock.now().timestamp()
        with self._remembering:
            ended = list(takewhile(lambda old: self._known[old].exp <= now, self._known))
            for old in ended:
                del self._known[old]
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[token] = claims

    def _decode(self, token: str) -> AccessClaims:
        try:
            key = self._key(jwt.get_unverified_header(token).get("kid", ""))
            body = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=self._audience,
                issuer=ISSUER,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "aud", "iss", "sub"]},
            )
            return AccessClaims.model_validate(body)
        except (jwt.PyJWTError, ValidationError) as error:
            raise Unauthenticated("The access token does not hold.") from error

    def _key(self, kid: str) -> jwt.PyJWK:
        # Known keys serve at once, also while another thread waits for auth.
        if kid not in self._keys:
            with self._lock:
                if kid not in self._keys:
                    self._refresh()
        key = self._keys.get(kid)
        if key is not None:
            return key
        if self._away:  # the key may be a new one that could not be asked for
            raise Unavailable("The identity service is away.", retry_after=2)
        raise Unauthenticated("The access token is signed by an unknown key.")

    def _refresh(self) -> None:
        if time.monotonic() - self._fetched_at < self._refresh_seconds:
            return
        try:
            self._keys = {key["kid"]: jwt.PyJWK(key) for key in self._fetch()["keys"]}
        except Exception as error:
            logs.get(__name__).warning("keys not fetched", reason=repr(error)[:300])
            self._away = True
            if not self._keys:
                return
        else:
            self._away = False
        self._fetched_at = time.monotonic()
