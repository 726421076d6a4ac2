"""Where requests are counted: in this process, or in a store that all copies share."""

import asyncio
from typing import Protocol

from limits.aio.storage import Storage
from limits.storage import storage_from_string

from labwright_chassis import logs

_SHARED_SECONDS = 0.25


class Counts(Protocol):
    """Counts by key within numbered windows of `period` seconds."""

    async def add(self, key: str, *, window: int, period: int) -> int:
        """Count one more; how many there are now."""
        ...


class LocalCounts:
    """In memory, for one copy. It holds the keys of the present windows only."""

    def __init__(self) -> None:
        self._windows: dict[int, tuple[int, dict[str, int]]] = {}

    async def add(self, key: str, *, window: int, period: int) -> int:
        """See `Counts`."""
        number, counts = self._windows.get(period, (-1, {}))
        if number != window:
            counts = {}
            self._windows[period] = (window, counts)
        counts[key] = count = counts.get(key, 0) + 1
        return count


class SharedCounts:
    """In a store known to the library `limits`, such as `async+valkey://host:6379`.

    While it is away nobody is counted: the lab's work goes before its limits.
    """

    def __init__(self, uri: str) -> None:
        store = storage_from_string(uri)
        if not isinstance(store, Storage):
            raise ValueError(f"{uri.split('://', maxsplit=1)[0]} is no asynchronous store")
        self._store = store
        self._away = False

    async def add(self, key: str, *, window: int, period: int) -> int:
        """See `Counts`."""
        try:
            async with asyncio.timeout(_SHARED_SECONDS):
                count = await self._store.incr(f"labwright/{key}/{window}", period)
        except Exception as error:  # each store has errors of its own
            if not self._away:
                logs.get(__name__).warning("requests are not counted", reason=repr(error))
            self._away = True
            return 0
        self._away = False
        return count
