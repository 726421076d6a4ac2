"""Gathers what arrives within a few milliseconds, so that one transaction serves many events."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from labwright_chassis import logs
from labwright_chassis.errors import Unavailable

T = TypeVar("T")

SIZE = 100
_AWAY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T]):
    item: T
    done: asyncio.Future[None]


class Batcher(Generic[T]):
    """`add` returns once its item was applied, alone or with others, or raises its failure.

    What arrives within `linger` seconds of the first goes together, at most `SIZE` items.
    A batch that fails is applied again item by item, so that one poisonous item harms no other.
    While a dependency is away the batch waits: that is not the items' fault.
    """

    def __init__(self, apply: Callable[[Sequence[T]], Awaitable[None]], *, linger: float) -> None:
        self._apply = apply
        self._linger = linger
        self._queue: asyncio.Queue[_Waiting[T]] = asyncio.Queue()

    async def add(self, item: T) -> None:
        """Have the item applied."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(_Waiting(item, done))
        await done

    async def run(self) -> None:
        """Apply batches one after the other, until cancelled."""
        while True:
            batch = await self._gather()
            if not await self._try(batch) and len(batch) > 1:
                for one in batch:
                    await self._try([one])

    async def _gather(self) -> list[_Waiting[T]]:
        batch = [await self._queue.get()]
        if self._queue.qsize() < SIZE - 1:
            await asyncio.sleep(self._linger)
        while len(batch) < SIZE and not self._queue.empty():
            batch.append(self._queue.get_nowait())
        return batch

    async def _try(self, batch: list[_Waiting[T]]) -> bool:
        while True:
            try:
                await self._apply([waiting.item for waiting in batch])
            except Unavailable as error:
                logs.get(__name__).warning("events wait", reason=error.detail)
                await asyncio.sleep(_AWAY_SECONDS)
            except Exception as error:
                if len(batch) == 1 and not batch[0].done.done():
                    batch[0].done.set_exception(error)
                return False
            else:
                for waiting in batch:
                    if not waiting.done.done():
                        waiting.done.set_result(None)
                return True
