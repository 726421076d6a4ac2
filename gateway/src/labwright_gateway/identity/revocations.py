"""Which sessions and people lost their sign-in lately."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from labwright_contracts.auth import Identity

REMEMBERED = timedelta(seconds=60)
"""Longer than any question to auth may take."""

EVERYBODY = "everybody"


def session(session_id: str) -> str:
    """The subject of a revocation of one session."""
    return f"session/{session_id}"


def user(user_id: int) -> str:
    """The subject of a revocation of all sessions of a person."""
    return f"user/{user_id}"


def subjects(identity: Identity) -> frozenset[str]:
    """The subjects whose revocation concerns this identity."""
    return frozenset({session(identity.session_id), user(identity.user_id), EVERYBODY})


class Revocations:
    """Remembers revocations in the order of their arrival, for `REMEMBERED`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._arrived = 0
        self._latest: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._watchers: dict[str, set[asyncio.Event]] = {}

    def add(self, subject: str) -> None:
        """Remember that the subject was revoked now."""
        now = self._now()
        self._arrived += 1
        self._latest[subject] = (self._arrived, now)
        self._latest.move_to_end(subject)
        while now - next(iter(self._latest.values()))[1] > REMEMBERED:
            self._latest.popitem(last=False)
        for watcher in self._watchers.get(subject, ()):
            watcher.set()

    @contextmanager
    def watched(self, identity: Identity) -> Iterator[asyncio.Event]:
        """An event that is set when the identity is revoked."""
        revoked = asyncio.Event()
        concerned = subjects(identity)
        for subject in concerned:
            self._watchers.setdefault(subject, set()).add(revoked)
        try:
            yield revoked
        finally:
            for subject in concerned:
                self._watchers[subject].discard(revoked)
                if not self._watchers[subject]:
                    del self._watchers[subject]

    def mark(self) -> int:
        """The present place in the order, to be handed to `concern_since`."""
        return self._arrived

    def concern_since(self, mark: int, identity: Identity) -> bool:
        """Whether a revocation of this identity arrived after the mark."""
        return any(self._latest.get(subject, (0,))[0] > mark for subject in subjects(identity))
