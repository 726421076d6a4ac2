"""Who calls, and what they may do: values without a framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from labwright_chassis.errors import NotAllowed
from labwright_contracts.auth import AccessClaims

Sites = frozenset[int] | Literal["*"]
"""Ids of sites, or all."""

_NOWHERE = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """Where something happens: an organisation and, for things with a place, a site's id."""

    org: str = "default"
    site: int | None = None

    @classmethod
    def at(cls, org: str, site: int | None) -> "Scope":
        """Where a thing with a place stands; one that stands nowhere is at nobody's sites."""
        return cls(org, _NOWHERE if site is None else site)


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified identity. `id` is the person's number, 0 for a service.

    `permission_sites` replaces `sites` for the permissions it names. `limited_to` is None unless a
    personal token was shown: then it names what of all areas may be exercised.
    """

    id: int
    username: str
    name: str
    actor: str
    session: str
    roles: frozenset[str]
    permissions: frozenset[str]
    org: str
    sites: Sites
    permission_sites: Mapping[str, Sites] = field(default_factory=dict)
    limited_to: frozenset[str] | None = None

    def may(self, permission: str, scope: Scope | None = None) -> bool:
        """Whether this caller has the permission, in that organisation and at that site."""
        if permission not in self.permissions:
            return False
        if scope is None:
            return True
        sites = self.permission_sites.get(permission, self.sites)
        return scope.org == self.org and (sites == "*" or scope.site is None or scope.site in sites)

    def must(self, permission: str, scope: Scope | None = None) -> None:
        """Raise `NotAllowed` unless `may`."""
        if not self.may(permission, scope):
            raise NotAllowed(f"{permission} is needed for this.")


def caller_from(claims: AccessClaims) -> Caller:
    """The caller that verified claims describe."""
    person = claims.kind == "user"
    return Caller(
        id=int(claims.sub) if person else 0,
        username=claims.username if person else claims.sub,
        name=claims.name or claims.username or claims.sub,
        actor=f"{claims.kind}/{claims.sub}",
        session=claims.sid,
        roles=frozenset(claims.roles),
        permissions=frozenset(claims.permissions),
        org=claims.org,
        sites=_sites(claims.sites),
        permission_sites={name: _sites(sites) for name, sites in claims.permission_sites.items()},
        limited_to=None if claims.limited_to is None else frozenset(claims.limited_to),
    )


def _sites(claimed: tuple[int, ...] | Literal["*"]) -> Sites:
    return "*" if claimed == "*" else frozenset(claimed)
