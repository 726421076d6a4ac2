"""Lets a number of requests pass in each window of time."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

import limits
from starlette.types import Scope

from labwright_chassis.errors import TooMany
from labwright_gateway.rates.counts import Counts, LocalCounts

RawHeaders = list[tuple[bytes, bytes]]


class RateClass(StrEnum):
    """What is counted together."""

    SIGN_IN = "sign-in"
    READ = "read"
    WRITE = "write"
    SEARCH = "search"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Rate:
    """`amount` requests in `period` seconds."""

    amount: int
    period: int

    @classmethod
    def parsed(cls, text: str) -> "Rate":
        """Read `60/minute`, `10 per 2 seconds` and the like.

        Raises:
            ValueError: it is nothing like that.
        """
        item = limits.parse(text)
        return cls(item.amount, item.get_expiry())


class RateLimiter:
    """Counts requests of a class by whoever asks; a class without a rate is not counted."""

    def __init__(
        self, rates: Mapping[RateClass, Rate], counts: Counts, now: Callable[[], datetime]
    ) -> None:
        self._rates = rates
        self._counts = counts
        self._now = now

    async def take(self, kind: RateClass, subject: str, scope: Scope | None = None) -> None:
        """Count a request, and put the `RateLimit` headers for its answer into the `scope`.

        Raises:
            TooMany: there were too many in this window.
        """
        rate = self._rates.get(kind)
        if rate is None:
            return
        seconds = self._now().timestamp()
        window = int(seconds // rate.period)
        count = await self._counts.add(f"{kind}/{subject}", window=window, period=rate.period)
        resets = math.ceil((window + 1) * rate.period - seconds)
        if scope is not None:
            remaining = max(rate.amount - count, 0)
            scope["state"]["rate"] = _headers(kind, rate, remaining, resets)
        if count > rate.amount:
            raise TooMany(
                f"At most {rate.amount} requests of the kind {kind} in {rate.period} seconds.",
                retry_after=resets,
            )


class Refusals:
    """Counts, in this process, the secrets that auth did not know, by where they came from."""

    def __init__(self, rate: Rate | None, now: Callable[[], datetime]) -> None:
        self._limiter = RateLimiter({RateClass.REFUSED: rate} if rate else {}, LocalCounts(), now)
        self._now = now
        self._closed_until: dict[str, float] = {}

    def check(self, subject: str) -> None:
        """Ask auth no more for somebody who only guesses.

        Raises:
            TooMany: the present window is used up.
        """
        until = self._closed_until.get(subject)
        if until is None:
            return
        left = until - self._now().timestamp()
        if left > 0:
            raise TooMany("Too many unknown sessions or tokens.", retry_after=math.ceil(left))
        del self._closed_until[subject]

    async def add(self, subject: str) -> None:
        """Count a refusal."""
        try:
            await self._limiter.take(RateClass.REFUSED, subject)
        except TooMany as error:
            until = self._now().timestamp() + error.extra["retry_after"]
            self._closed_until[subject] = until


def _headers(kind: RateClass, rate: Rate, remaining: int, resets: int) -> RawHeaders:
    # draft-ietf-httpapi-ratelimit-headers-10
    return [
        (b"ratelimit-policy", f'"{kind}";q={rate.amount};w={rate.period}'.encode()),
        (b"ratelimit", f'"{kind}";r={remaining};t={resets}'.encode()),
    ]


@lru_cache(maxsize=4096)
def subject_of(address: str) -> str:
    """How an address is counted: one customer has a whole /64 of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "address/none"
    if isinstance(parsed, IPv6Address):
        return f"address/{ip_network((parsed, 64), strict=False)}"
    return f"address/{address}"
