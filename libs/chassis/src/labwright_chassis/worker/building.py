"""Builds the copies that never were built, when a worker starts."""

import asyncio
from collections.abc import Sequence

from labwright_chassis import logs
from labwright_chassis.clients import PeerClient
from labwright_chassis.db import Database
from labwright_chassis.errors import Unavailable
from labwright_chassis.worker.copies import Copy, is_synced, resync
from labwright_chassis.worker.relay import pause

_AWAY_SECONDS = 1.0
_FAILED_SECONDS = 10.0


class CopyBuilder:
    """Builds each copy beside the others, and waits for a source that is not up yet."""

    def __init__(self, database: Database, copies: Sequence[tuple[Copy, PeerClient]]) -> None:
        self._database = database
        self._copies = copies
        self._log = logs.get(__name__)
        self.done = False

    async def run(self, stop: asyncio.Event) -> None:
        """Build, say so by `done`, and last until stopped; no failure ends it."""
        built = await asyncio.gather(*(self._build(c, peer, stop) for c, peer in self._copies))
        self.done = all(built)
        await stop.wait()

    async def _build(self, copy: Copy, peer: PeerClient, stop: asyncio.Event) -> bool:
        log = self._log.bind(copy=copy.plural)
        tries = 0
        while not stop.is_set():
            try:
                await asyncio.to_thread(self._build_once, copy, peer)
                return True
            except Unavailable as error:
                # Services that start together find one another away at first.
                say = log.warning if tries else log.info
                say("the copy cannot be built yet", reason=error.detail)
                await pause(stop, _AWAY_SECONDS)
            except Exception:
                log.exception("the copy cannot be built")
                await pause(stop, _FAILED_SECONDS)
            tries += 1
        return False

    def _build_once(self, copy: Copy, peer: PeerClient) -> None:
        if not is_synced(copy, self._database):
            count = resync(copy, self._database, peer)
            self._log.info("copy built", copy=copy.plural, rows=count)
