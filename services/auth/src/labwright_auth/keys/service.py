"""Making keys in time, and signing with the present one."""

import hmac
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from labwright_auth.keys import queries
from labwright_auth.keys.errors import NextKeyWaits, UnknownService
from labwright_auth.keys.models import SigningKey
from labwright_auth.keys.statements import signed
from labwright_chassis import audit, clock
from labwright_chassis.db import Database
from labwright_chassis.errors import Malformed, Unavailable
from labwright_chassis.sealing import MasterKey
from labwright_chassis.tokens import sign
from labwright_contracts.auth import ISSUER, AccessClaims, ServiceToken, ServiceTokenRequest

AUDIENCES = ("auth", "inventory", "scheduler")
"""The areas for which tokens are signed."""

_LOOK_AGAIN = timedelta(seconds=60)


class ServiceSecrets(Protocol):
    """Where services' shared secrets are kept."""

    def secrets_of(self, service_id: str) -> Sequence[str]:
        """The secrets by which a service may prove itself; none for one that is not known."""


def provide_keys(
    session: Session, master: MasterKey, *, lead: timedelta, lasting: timedelta, now: datetime
) -> None:
    """Make the first key, or the next one when the newest is older than `lasting`.

    The next one is published `lead` before it signs, so that every verifier knows it by then.
    """
    keys = queries.lock_all(session)
    if not keys:
        session.add(SigningKey.generate(master, now=now, activates_at=now))
    elif keys[0].activates_at + lasting <= now:
        _replace(session, master, keys[0], lead=lead, now=now)


def rotate_keys(
    session: Session, master: MasterKey, *, lead: timedelta, now: datetime
) -> SigningKey:
    """Make the next key now; it signs after `lead`, and the present one stays known for a while.

    Raises:
        NextKeyWaits: the next one has been made and does not sign yet.
    """
    keys = queries.lock_all(session)
    if keys and keys[0].activates_at > now:
        raise NextKeyWaits(f"Key {keys[0].kid} signs from {keys[0].activates_at:%F %T} UTC on.")
    if not keys:
        raise Unavailable("There is no signing key: run `migrate`.", retry_after=5)
    return _replace(session, master, keys[0], lead=lead, now=now)


def _replace(
    session: Session, master: MasterKey, present: SigningKey, *, lead: timedelta, now: datetime
) -> SigningKey:
    following = SigningKey.generate(master, now=now, activates_at=now + lead)
    session.add(following)
    present.retired_at = following.activates_at
    audit.record(
        session,
        "auth.key.rotate",
        target=f"key/{following.kid}",
        before={"kid": present.kid},
        after={"kid": following.kid, "activates_at": following.activates_at.isoformat()},
    )
    return following


class Signer:
    """Signs access tokens. Keeps the present key open and looks every minute for the next."""

    def __init__(self, database: Database, master: MasterKey) -> None:
        self._database = database
        self._master = master
        self._lock = threading.Lock()
        self._present: tuple[str, Ed25519PrivateKey] | None = None
        self._looked_at = clock.now() - _LOOK_AGAIN

    def sign(self, claims: AccessClaims) -> str:
        """The signed token.

        Raises:
            Unavailable: there is no key yet.
        """
        kid, key = self._key()
        return sign(claims, key=key, kid=kid)

    def sign_statement(self, content: dict[str, Any]) -> str:
        """A signed statement, which is no token.

        Raises:
            Unavailable: there is no key yet.
        """
        kid, key = self._key()
        return signed(content, key=key, kid=kid)

    def _key(self) -> tuple[str, Ed25519PrivateKey]:
        with self._lock:
            now = clock.now()
            if self._present is None or now - self._looked_at >= _LOOK_AGAIN:
                self._present = self._look(now)
                self._looked_at = now
            return self._present

    def _look(self, now: datetime) -> tuple[str, Ed25519PrivateKey]:
        row = self._database.read(lambda session: queries.signing(session, now))
        if row is None:
            raise Unavailable("There is no signing key: run `migrate`.", retry_after=5)
        if self._present is not None and self._present[0] == row.kid:
            return self._present
        return row.kid, row.opened(self._master)


def check_audience(audience: str) -> None:
    """Accept the areas that have services.

    Raises:
        Malformed: another word.
    """
    if audience not in AUDIENCES:
        raise Malformed.at("/audience", f"The audience is one of: {', '.join(AUDIENCES)}.")


def issue_service_token(
    signer: Signer,
    secrets: ServiceSecrets,
    *,
    request: ServiceTokenRequest,
    lasting: timedelta,
    now: datetime,
) -> ServiceToken:
    """A token by which a service proves itself to another.

    Raises:
        UnknownService: not with this name and secret.
        Malformed: an audience that does not exist.
    """
    given = request.secret.encode("utf-8", "replace")
    known = secrets.secrets_of(request.service_id)
    if not any(hmac.compare_digest(given, secret.encode()) for secret in known):
        raise UnknownService("No service has this name and secret.")
    check_audience(request.audience)
    expires_at = (now + lasting).replace(microsecond=0)
    claims = AccessClaims(
        iss=ISSUER,
        sub=request.service_id,
        aud=request.audience,
        iat=int(now.timestamp()),
        exp=int(expires_at.timestamp()),
        kind="service",
    )
    return ServiceToken(token=signer.sign(claims), expires_at=expires_at)
