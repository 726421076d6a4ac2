"""Gathering events for one transaction."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from labwright_chassis.worker.batcher import SIZE, Batcher

HOUR = 3600.0


def batches(items: Sequence[int], *, linger: float) -> list[list[int]]:
    """How the items, added at the same moment, were put together."""
    applied: list[list[int]] = []

    async def apply(batch: Sequence[int]) -> None:
        applied.append(list(batch))

    async def scene() -> None:
        batcher = Batcher(apply, linger=linger)
        running = asyncio.create_task(batcher.run())
        await asyncio.wait_for(asyncio.gather(*(batcher.add(item) for item in items)), 30)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    asyncio.run(scene())
    return applied


def test_what_arrives_within_the_linger_goes_together() -> None:
    assert batches([1, 2, 3], linger=0.01) == [[1, 2, 3]]


def test_a_full_batch_lingers_for_nobody() -> None:
    assert [len(batch) for batch in batches(range(2 * SIZE), linger=HOUR)] == [SIZE, SIZE]
