"""Dead letters over a real broker: kept before acknowledged, handed back before marked."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from labwright_chassis import tables
from labwright_chassis.db import Database
from labwright_chassis.dead_letters import service
from labwright_chassis.tables import LetterState
from labwright_chassis.worker import EventRouter, Received

from . import things
from .letters import bury, dead_letter, dead_letters, requeue
from .mirror import mirroring, play, sold_things
from .things import Wire, changed, copies, eventually, names_of, rows_of, sold


def states(database: Database) -> list[LetterState]:
    return [row.state for row in rows_of(database, tables.dead_letters)]


def test_requeued_after_the_fix_an_event_takes_effect_once(
    database: Database, broker_vhost: str
) -> None:
    broken, event = EventRouter("mirror.things"), sold(4)

    @broken.once(things.SOLD)
    def fail(session: things.Session, event: Received[Any]) -> None:
        raise ValueError("not yet")

    async def run() -> None:
        async with Wire.to(broker_vhost) as wire:
            async with mirroring(database, broker_vhost, broken, retry_delays=(0.05,)):
                await wire.send(event)
                letter = await dead_letter(database)
            async with mirroring(database, broker_vhost):
                requeue(database, letter.id)
                await eventually(lambda: sold_things(database) == [4])
                await eventually(lambda: states(database) == [LetterState.RETURNED])
                await wire.send(event, sold(5))
                await eventually(lambda: sold_things(database) == [4, 5])

    asyncio.run(run())
    steps = [str(row.step) for row in rows_of(database, tables.dead_letter_steps)]
    assert steps == ["failed", "failed", "requeued", "returned"]


def test_a_requeued_event_that_fails_again_is_open_with_its_whole_history(
    sqlite: Database, broker_vhost: str
) -> None:
    async def scene(wire: Wire) -> None:
        await wire.send(sold(13))
        letter = await dead_letter(sqlite)
        assert letter.attempts == 3
        requeue(sqlite, letter.id)
        await eventually(lambda: [r.attempts for r in dead_letters(sqlite)] == [6])

    play(sqlite, broker_vhost, scene)
    steps = [str(row.step) for row in rows_of(sqlite, tables.dead_letter_steps)]
    assert sorted(steps) == ["failed"] * 6 + ["requeued"] + ["returned"] * (len(steps) - 7)


def test_all_that_is_requeued_comes_back_and_others_flow_on(
    database: Database, broker_vhost: str
) -> None:
    for n in (1, 2, 13):
        requeue(database, bury(database, sold(n)))

    async def scene(wire: Wire) -> None:
        await wire.send(changed(5, 1, "bench"))
        await eventually(lambda: names_of(database, copies) == {5: "bench"})
        await eventually(lambda: sold_things(database) == [1, 2])
        await eventually(lambda: len(dead_letters(database)) == 1)

    play(database, broker_vhost, scene)


def test_what_no_code_can_decode_can_be_requeued_and_dies_again(
    sqlite: Database, broker_vhost: str
) -> None:
    async def scene(wire: Wire) -> None:
        await wire.send_raw(b"\xff\xfe", {"n": bytearray(b"\xff")})
        letter = await dead_letter(sqlite)
        requeue(sqlite, letter.id)
        await eventually(lambda: [r.attempts for r in dead_letters(sqlite)] == [2])
        assert dead_letters(sqlite)[0].body == b"\xff\xfe"

    play(sqlite, broker_vhost, scene)


def test_a_worker_stopped_between_hand_back_and_mark_hands_back_again(
    database: Database, broker_vhost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(session: things.Session, letter: Any) -> None:
        raise ConnectionError("killed here")

    requeue(database, bury(database, sold(4)))

    async def run() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(service, "mark_returned", never)
            async with mirroring(database, broker_vhost):
                await eventually(lambda: sold_things(database) == [4])
        assert states(database) == [LetterState.REQUEUED]
        async with mirroring(database, broker_vhost), Wire.to(broker_vhost) as wire:
            await eventually(lambda: states(database) == [LetterState.RETURNED])
            await wire.send(sold(5))
            await eventually(lambda: sold_things(database) == [4, 5])

    asyncio.run(run())


def test_a_worker_stopped_between_keeping_and_acknowledging_keeps_one(
    sqlite: Database, broker_vhost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = service.keep

    def keep_then_break(session: things.Session, death: Any) -> None:
        keep(session, death)
        sa.event.listen(session, "after_commit", _break)

    async def run() -> None:
        async with Wire.to(broker_vhost) as wire:
            with monkeypatch.context() as patch:
                patch.setattr(service, "keep", keep_then_break)
                async with mirroring(sqlite, broker_vhost):
                    await wire.send_raw(b"no event", {})
                    await dead_letter(sqlite)
            async with mirroring(sqlite, broker_vhost):
                await eventually_empty(wire, "mirror.things.dead")

    asyncio.run(run())
    assert len(dead_letters(sqlite)) == 1
    assert len(rows_of(sqlite, tables.dead_letter_steps)) == 1


def _break(session: things.Session) -> None:
    raise ConnectionError("killed here")


async def eventually_empty(wire: Wire, queue: str) -> None:
    async with asyncio.timeout(20):
        while await wire.count(queue):
            await asyncio.sleep(0.01)
