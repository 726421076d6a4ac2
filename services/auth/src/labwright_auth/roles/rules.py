"""What the roles' names mean to auth, and who may give, take and change which role."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from labwright_auth.roles.errors import BeyondOwnReach
from labwright_chassis.callers import Sites
from labwright_contracts.permissions import ROLES

SUPER_ADMIN = ROLES[0]
"""Holds every permission, also those that a later release declares."""

NEWCOMER = "User"
"""The role of a person who has just registered."""

HIGHEST = 1
"""The rank of Super Admin, which no other role has."""

LOWEST = 1000


class RankedRole(Protocol):
    """A role as these rules need it."""

    @property
    def name(self) -> str: ...

    @property
    def position(self) -> int: ...

    @property
    def permissions(self) -> Collection[str]: ...


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody may do by his roles: each permission with the sites at which he has it.

    `rank` is the position of his highest role.
    """

    roles: tuple[str, ...]
    rank: int
    grants: Mapping[str, Sites]

    @property
    def permissions(self) -> tuple[str, ...]:
        """Names of what is permitted anywhere, in order."""
        return tuple(sorted(self.grants))

    def within(self, area: str) -> Self:
        """What of it is permitted in one area."""
        return self._only({name for name in self.grants if name.startswith(f"{area}:")})

    def limited_to(self, permissions: Collection[str] | None) -> Self:
        """What is left when only these permissions are exercised; None leaves all."""
        return self if permissions is None else self._only(permissions)

    def _only(self, permissions: Collection[str]) -> Self:
        kept = {name: sites for name, sites in self.grants.items() if name in permissions}
        return type(self)(self.roles, self.rank, kept)


def joined(one: Sites, other: Sites) -> Sites:
    """The sites of both."""
    return "*" if one == "*" or other == "*" else one | other


def covers(own: Sites | None, wanted: Sites) -> bool:
    """Whether somebody who may at `own` sites may at all the `wanted` ones."""
    if own is None or own == "*":
        return own == "*"
    return wanted != "*" and wanted <= own


def site_claims(grants: Mapping[str, Sites]) -> tuple[Sites, dict[str, Sites]]:
    """The sites that all grants have in common, and the permissions that hold elsewhere, too."""
    everywhere = all(sites == "*" for sites in grants.values())
    named = [sites for sites in grants.values() if sites != "*"]
    common: Sites = "*" if everywhere else frozenset.intersection(*named)
    return common, {name: sites for name, sites in grants.items() if sites != common}


def check_reach(moved: Iterable[tuple[RankedRole, Sites]], own: Held) -> None:
    """Let somebody give, take, suspend or restore only roles that permit no more than he may.

    A role of a higher rank than his own highest stays out of reach even where it permits little:
    it may be given more tomorrow.

    Raises:
        BeyondOwnReach: names the role and what is missing.
    """
    for role, sites in moved:
        if role.position < own.rank:
            raise BeyondOwnReach(f"{role.name} ranks above every role of yours.")
        _check_grants(role.name, role.permissions, sites, own)


def check_editing(
    *, name: str, positions: Iterable[int], permissions: Iterable[str], own: Held
) -> None:
    """Let somebody make, change or remove a role that ranks below his own highest.

    `positions` are the role's ranks before and after, `permissions` what it gains or loses. A role
    may be held at any site, so its editor needs each of them everywhere.

    Raises:
        BeyondOwnReach: the rank, or what is missing.
    """
    if name == SUPER_ADMIN:
        raise BeyondOwnReach("Super Admin permits everything, and nobody changes that.")
    for position in positions:
        if position <= own.rank:
            raise BeyondOwnReach(f"{name} must rank below {own.rank}, your own highest role.")
    _check_grants(name, permissions, "*", own)


def _check_grants(name: str, permissions: Iterable[str], sites: Sites, own: Held) -> None:
    lacking = sorted(p for p in permissions if not covers(own.grants.get(p), sites))
    if lacking:
        raise BeyondOwnReach(f"{name} permits what you may not: {', '.join(lacking)}.")
