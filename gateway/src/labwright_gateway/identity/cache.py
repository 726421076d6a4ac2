"""Remembers for seconds whom a secret belongs to."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from labwright_chassis.errors import Unauthenticated, Unavailable
from labwright_contracts.auth import Identity, IdentityRequest, SessionRevoked
from labwright_gateway.identity import revocations
from labwright_gateway.identity.revocations import Revocations

FRESH = timedelta(seconds=5)
BEFORE_EXPIRY = timedelta(seconds=30)

_FILLS_BEATEN = 3

Key = tuple[bytes, str]


@dataclass(frozen=True, slots=True)
class _Entry:
    identity: Identity
    at: datetime


class IdentityCache:
    """Identities by the SHA-256 of their secret and by audience.

    An entry serves for `FRESH` and never within `BEFORE_EXPIRY` of its token's end. It is kept
    until that end for the time that auth is away. Concurrent callers share one question to auth.
    `ask` raises `Unauthenticated` for an unknown secret and `Unavailable` when auth is away;
    `count` is told of every hit, miss and stale.
    """

    def __init__(
        self,
        ask: Callable[[IdentityRequest], Awaitable[Identity]],
        *,
        now: Callable[[], datetime],
        size: int,
        count: Callable[[str], None],
    ) -> None:
        self._ask = ask
        self._now = now
        self._size = size
        self._count = count
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._fills: dict[Key, asyncio.Task[Identity]] = {}
        self._audiences: set[str] = set()
        self._revocations = Revocations(now)

    def known(self, request: IdentityRequest) -> Identity | None:
        """The identity behind a secret, if auth said so within the last seconds."""
        key = _key(request)
        entry = self._entries.get(key)
        if entry is None or not self._is_fresh(entry):
            return None
        self._entries.move_to_end(key)
        self._count("hit")
        return entry.identity

    async def ask(self, request: IdentityRequest, *, reading: bool) -> Identity:
        """The identity by auth's word. While auth is away, one known before, only for `reading`.

        Raises:
            Unauthenticated: auth does not know the secret, or no longer.
            Unavailable: auth is away.
        """
        key = _key(request)
        self._count("miss")
        try:
            return await asyncio.shield(self._fill(key, request))
        except Unavailable:
            known = self._entries.get(key)
            if not reading or known is None or known.identity.expires_at <= self._now():
                raise
            self._count("stale")
            return known.identity

    def revoke(self, event: SessionRevoked) -> None:
        """Forget a session, or all of a person; also what auth is being asked right now."""
        if event.session_id is not None:
            self.revoke_session(event.session_id)
        else:
            self._forget(revocations.user(event.user_id))

    def revoke_session(self, session_id: str) -> None:
        """Forget one session."""
        self._forget(revocations.session(session_id))

    def clear(self) -> None:
        """Forget everybody."""
        self._forget(revocations.EVERYBODY)

    async def ended(self, identity: Identity) -> None:
        """Return when the identity is revoked, or at the latest when its token ends."""
        life = (identity.expires_at - self._now()).total_seconds()
        with self._revocations.watched(identity) as revoked, suppress(TimeoutError):
            async with asyncio.timeout(max(life, 0)):
                await revoked.wait()

    def _forget(self, subject: str) -> None:
        self._revocations.add(subject)
        concerned = [
            key
            for key, entry in self._entries.items()
            if subject in revocations.subjects(entry.identity)
        ]
        for key in concerned:
            del self._entries[key]

    def _forget_secret(self, key: Key) -> None:
        # What holds nowhere any more must not hold at another service until the word arrives.
        for audience in self._audiences:
            self._entries.pop((key[0], audience), None)

    def _is_fresh(self, entry: _Entry) -> bool:
        now = self._now()
        # A clock set back must not lengthen an entry's life.
        in_time = timedelta() <= now - entry.at < FRESH
        return in_time and now < entry.identity.expires_at - BEFORE_EXPIRY

    def _fill(self, key: Key, request: IdentityRequest) -> asyncio.Task[Identity]:
        fill = self._fills.get(key)
        if fill is None:
            fill = self._fills[key] = asyncio.create_task(self._filled(key, request))
            fill.add_done_callback(lambda done: self._end_fill(key, done))
        return fill

    def _end_fill(self, key: Key, done: asyncio.Task[Identity]) -> None:
        del self._fills[key]
        if not done.cancelled():
            done.exception()  # seen, even if every caller went away meanwhile

    async def _filled(self, key: Key, request: IdentityRequest) -> Identity:
        for _ in range(_FILLS_BEATEN):
            mark, at = self._revocations.mark(), self._now()
            try:
                identity = await self._ask(request)
            except Unauthenticated:
                self._forget_secret(key)
                raise
            # An answer given before a revocation arrived may be older than it: ask again.
            if not self._revocations.concern_since(mark, identity):
                self._store(key, _Entry(identity, at))
                return identity
        raise Unauthenticated("The session has ended.")

    def _store(self, key: Key, entry: _Entry) -> None:
        self._entries[key] = entry
        self._audiences.add(key[1])
        self._entries.move_to_end(key)
        if len(self._entries) > self._size:
            self._entries.popitem(last=False)


def _key(request: IdentityRequest) -> Key:
    return (hashlib.sha256(request.secret.encode()).digest(), request.audience)
