"""What a signed token says of its person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from labwright_auth.roles.rules import Held, site_claims
from labwright_chassis.callers import Sites
from labwright_contracts.auth import ISSUER, AccessClaims


@dataclass(frozen=True, slots=True)
class Proven:
    """A person who has shown a secret: `sid` is the session's or the personal token's id.

    `limited_to` names the permissions that a personal token may exercise.
    """

    user_id: int
    username: str
    name: str
    sid: str
    held: Held
    limited_to: Collection[str] | None = None


def claims_of(
    person: Proven, *, audience: str, org: str, issued_at: datetime, expires_at: datetime
) -> AccessClaims:
    """The claims by which one service knows the person, and what he may do there."""
    held = person.held.limited_to(person.limited_to).within(audience)
    sites, elsewhere = site_claims(held.grants)
    limited_to = None if person.limited_to is None else tuple(sorted(person.limited_to))
    return AccessClaims(
        iss=ISSUER,
        sub=str(person.user_id),
        aud=audience,
        iat=int(issued_at.timestamp()),
        exp=int(expires_at.timestamp()),
        sid=person.sid,
        username=person.username,
        name=person.name,
        roles=held.roles,
        permissions=held.permissions,
        org=org,
        sites=_claimed(sites),
        permission_sites={name: _claimed(sites) for name, sites in elsewhere.items()},
        limited_to=limited_to,
    )


def _claimed(sites: Sites) -> tuple[int, ...] | Literal["*"]:
    return "*" if sites == "*" else tuple(sorted(sites))
