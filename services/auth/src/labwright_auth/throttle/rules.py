"""How long failures hold up the next attempt, and what they are counted by."""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from labwright_chassis.columns import normalised

LOCK = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
"""A counter that saw no failure for so long begins anew."""
KNOWN_FOR = timedelta(days=90)
"""A place stays known for so long after its last sign-in."""

_LONGEST_DELAY_SECONDS = 60
_IPV6_SITE = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` failures cost nothing, each further one twice the wait of the last; then a lock."""

    free: int
    lock_at: int

    def wait(self, failures: int) -> timedelta:
        """How long the next attempt waits after so many failures."""
        if failures < self.free:
            return timedelta()
        if failures >= self.lock_at:
            return LOCK
        return timedelta(seconds=min(2 ** (failures - self.free), _LONGEST_DELAY_SECONDS))


ACCOUNT = Limit(free=5, lock_at=20)
ADDRESS = Limit(free=20, lock_at=100)
"""Many people share an address."""


@dataclass(frozen=True, slots=True)
class Visit:
    """From where and by which program somebody comes."""

    user_agent: str
    address: str


@dataclass(frozen=True, slots=True)
class Keys:
    """What one attempt is counted by: its name anywhere, its address, and both together."""

    account: str
    address: str
    place: str

    @classmethod
    def of(cls, name: str, address: str) -> Self:
        """By the name as it was given, which may be nobody's, or a password typed amiss."""
        who = hashlib.sha256(normalised(name).encode("utf-8", "replace")).hexdigest()[:32]
        where = _network(address)
        return cls(f"account:{who}", f"address:{where}", f"place:{who}:{where}")

    def counted(self, *, known: bool) -> Sequence[str]:
        """The counters that matter: at a place that the person signed in from, only its own.

        So strangers who fail for his name lock out each other, and not him where he usually is.
        """
        return [self.place] if known else sorted([self.account, self.address])


def limit_of(key: str) -> Limit:
    """The limit that a counter has."""
    return ADDRESS if is_address(key) else ACCOUNT


def is_address(key: str) -> bool:
    """Whether the counter is that of an address, which is nobody's own."""
    return key.startswith("address:")


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:40]
    if parsed.version == 4:
        return str(parsed)
    # One connection commonly has a whole /64 to choose from.
    return str(ipaddress.ip_network((parsed, _IPV6_SITE), strict=False))
