"""Building a copy of another service's objects, and finding and mending where it differs."""

import asyncio
import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from labwright_chassis import outbox, tables
from labwright_chassis.api import create_internal_api
from labwright_chassis.api.app import Parts
from labwright_chassis.api.health import Readiness
from labwright_chassis.clients import PeerClient
from labwright_chassis.db import Database
from labwright_chassis.errors import Unavailable
from labwright_chassis.metrics import Metrics
from labwright_chassis.testing.identities import Identities
from labwright_chassis.tokens import Verifier
from labwright_chassis.worker import building
from labwright_chassis.worker import copies as chassis_copies
from labwright_chassis.worker.copies import Copy, Drift, Repair, drift, resync
from labwright_chassis.worker.snapshots import create_router, digests
from labwright_contracts.snapshots import SnapshotRow

from . import things
from .things import COPY, add_thing, copies, names_of, rename_thing


class Peer(PeerClient):
    """Asks the tiny shop's internal API without a network."""

    def __init__(self, client: TestClient, headers: dict[str, str]) -> None:
        self._api = client
        self._headers = headers
        self.away = False
        self.asked = 0

    def get(self, path: str, **params: Any) -> Any:
        if self.away:
            raise Unavailable("shop is away")
        self.asked += 1
        answer = self._api.get(path, params=params, headers=self._headers)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def shop(database: Database) -> Database:
    return database


@pytest.fixture
def mirror(open_database: things.OpenDatabase, shop: Database) -> Database:
    return open_database(shop.engine.dialect.name.replace("mysql", "mariadb"))


@pytest.fixture
def client(shop: Database, identities: Identities) -> TestClient:
    parts = Parts(shop, Verifier("shop", identities.jwks), Metrics(), Readiness({}))
    return TestClient(create_internal_api("Shop", parts, [create_router(things.SOURCES)]))


@pytest.fixture
def peer(client: TestClient, identities: Identities) -> Peer:
    return Peer(client, identities.service_headers("mirror", audience="shop"))


Fill = Callable[[int], list[int]]


@pytest.fixture
def fill(shop: Database) -> Fill:
    return lambda n: shop.unit(lambda s: [add_thing(s, f"thing {i}") for i in range(n)])


def errors_in(logs: Iterable[Mapping[str, Any]]) -> list[str]:
    return [log["event"] for log in logs if log["log_level"] == "error"]


def change(database: Database, id: int, **values: Any) -> None:
    database.unit(lambda s: s.execute(sa.update(copies).where(copies.c.id == id).values(values)))


def test_a_copy_is_built_page_by_page(
    mirror: Database, peer: Peer, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chassis_copies, "PAGE", 3)
    ids = fill(7)
    assert not chassis_copies.is_synced(COPY, mirror)
    assert resync(COPY, mirror, peer) == 7
    assert list(names_of(mirror, copies)) == ids
    assert peer.asked == 3
    assert chassis_copies.is_synced(COPY, mirror)


def test_a_resync_does_not_turn_back_what_is_newer(
    shop: Database, mirror: Database, peer: Peer, fill: Fill
) -> None:
    (id,) = fill(1)
    resync(COPY, mirror, peer)
    change(mirror, id, version=5, name="newer, by an event")
    resync(COPY, mirror, peer)
    assert names_of(mirror, copies) == {id: "newer, by an event"}


def test_a_faithful_copy_has_no_drift(
    shop: Database, mirror: Database, peer: Peer, fill: Fill
) -> None:
    fill(5)
    resync(COPY, mirror, peer)
    asked = peer.asked
    assert drift(COPY, mirror, peer) == Drift()
    assert peer.asked == asked + 1


def test_drift_names_what_is_behind_missing_and_ahead(
    shop: Database, mirror: Database, peer: Peer, fill: Fill
) -> None:
    behind, missing, ahead, invented = *fill(3), 700
    resync(COPY, mirror, peer)
    shop.unit(lambda s: rename_thing(s, behind, "renamed"))
    mirror.unit(lambda s: s.execute(sa.delete(copies).where(copies.c.id == missing)))
    change(mirror, ahead, version=9)
    extra = {"id": invented, "epoch": 1, "version": 1, "name": "from nowhere"}
    mirror.unit(lambda s: s.execute(sa.insert(copies).values(extra)))
    found = drift(COPY, mirror, peer)
    assert found.behind == {behind: (1, 2), missing: (1, 1)}
    assert found.ahead == [ahead, invented]


def test_a_restored_source_is_ahead_of_its_copies(
    shop: Database, mirror: Database, peer: Peer, fill: Fill
) -> None:
    (id,) = fill(1)
    resync(COPY, mirror, peer)
    change(mirror, id, version=9, name="of the lost future")
    shop.unit(outbox.raise_epoch)
    assert drift(COPY, mirror, peer) == Drift(behind={id: (2, 1)})
    resync(COPY, mirror, peer)
    assert names_of(mirror, copies) == {id: "thing 0"}


def test_what_a_restored_source_lost_is_ended_and_no_alarm(
    shop: Database, mirror: Database, peer: Peer, fill: Fill
) -> None:
    kept, lost, repair = *fill(2), Repair(COPY, peer)
    resync(COPY, mirror, peer)
    shop.unit(lambda s: s.execute(sa.delete(things.things).where(things.things.c.id == lost)))
    assert drift(COPY, mirror, peer) == Drift(ahead=[lost])
    shop.unit(outbox.raise_epoch)
    assert drift(COPY, mirror, peer).lost == {lost: 2}
    repair(mirror)
    repair(mirror)
    rows = {row.id: (row.epoch, row.note) for row in things.rows_of(mirror, copies)}
    assert rows == {kept: (2, ""), lost: (2, "ended")}
    assert drift(COPY, mirror, peer) == Drift()


def test_an_object_that_cannot_be_shown_stops_no_other_and_is_named(
    shop: Database, mirror: Database, peer: Peer, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, broken, last = fill(3)
    resync(COPY, mirror, peer)

    def render(session: things.Session, ids: Sequence[int]) -> Iterable[things.Rendered]:
        if broken in ids:
            raise ValueError("cannot be shown")
        return things.render(session, ids)

    source = dataclasses.replace(things.SOURCES["thing"], render=render)
    monkeypatch.setitem(things.SOURCES, "thing", source)
    for id in (first, broken, last):
        shop.unit(lambda s, id=id: rename_thing(s, id, "renamed"))  # type: ignore[misc]
    assert resync(COPY, mirror, peer) == 2
    assert drift(COPY, mirror, peer) == Drift(unrendered=[broken])


def test_the_last_comparison_is_noted(mirror: Database, peer: Peer, fill: Fill) -> None:
    fill(1)
    resync(COPY, mirror, peer)
    change(mirror, 1, version=0)
    Repair(COPY, peer)(mirror)
    [noted] = things.rows_of(mirror, tables.projections)
    assert (noted.behind, noted.ahead) == (1, 0)
    assert noted.compared_at is not None


def test_only_what_is_behind_in_two_looks_is_repaired(
    mirror: Database, peer: Peer, fill: Fill
) -> None:
    ids, repair = fill(2), Repair(COPY, peer)
    repair(mirror)
    assert names_of(mirror, copies) == {}
    with capture_logs() as logs:
        repair(mirror)
    assert list(names_of(mirror, copies)) == ids
    assert errors_in(logs) == ["the copy had drifted and was repaired"]


def test_what_moves_between_two_looks_is_not_drift(
    shop: Database, mirror: Database, peer: Peer, fill: Fill
) -> None:
    (id,), repair = fill(1), Repair(COPY, peer)
    repair(mirror)
    shop.unit(lambda s: rename_thing(s, id, "still moving"))
    repair(mirror)
    assert names_of(mirror, copies) == {}


def test_a_copy_ahead_of_its_source_is_an_alarm_and_stays(
    mirror: Database, peer: Peer, fill: Fill
) -> None:
    (id,), repair = fill(1), Repair(COPY, peer)
    resync(COPY, mirror, peer)
    change(mirror, id, version=9, name="ahead")
    with capture_logs() as logs:
        repair(mirror)
        repair(mirror)
    assert errors_in(logs) == ["the copy is ahead of its source"] * 2
    assert names_of(mirror, copies) == {id: "ahead"}


def test_what_a_source_does_not_show_any_more_is_over_after_two_looks(
    shop: Database, mirror: Database, peer: Peer, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = dataclasses.replace(
        things.SOURCES["thing"], shown=lambda now: things.things.c.name != "closed"
    )
    monkeypatch.setitem(things.SOURCES, "thing", source)
    copy = dataclasses.replace(COPY, end=close_rows, shown=lambda now: copies.c.name != "closed")
    (kept, closed), repair = fill(2), Repair(copy, peer)
    resync(copy, mirror, peer)
    assert drift(copy, mirror, peer) == Drift()
    shop.unit(lambda s: rename_thing(s, closed, "closed"))
    assert drift(copy, mirror, peer) == Drift(over={closed: (1, 1)})
    with capture_logs() as logs:
        repair(mirror)
        assert names_of(mirror, copies)[closed] == "thing 1"
        repair(mirror)
    assert names_of(mirror, copies) == {kept: "thing 0", closed: "closed"}
    assert errors_in(logs) == ["the copy had drifted and was repaired"]
    assert drift(copy, mirror, peer) == Drift()


def close_rows(session: things.Session, ids: Sequence[int], epoch: int) -> None:
    session.execute(sa.update(copies).where(copies.c.id.in_(ids)).values(name="closed"))


def test_a_repair_reads_only_the_ranges_that_differ(
    mirror: Database, peer: Peer, fill: Fill
) -> None:
    fill(1100)
    resync(COPY, mirror, peer)
    mirror.unit(lambda s: s.execute(sa.delete(copies).where(copies.c.id == 1050)))
    asked, repair = peer.asked, Repair(COPY, peer)
    repair(mirror)
    repair(mirror)
    assert len(names_of(mirror, copies)) == 1100
    assert peer.asked - asked == 2 * (1 + 1) + 1


def refuse(name: str) -> Copy:
    """A copy whose table cannot take a thing of that name."""

    def apply(session: things.Session, rows: Sequence[SnapshotRow]) -> None:
        if any(row.data["name"] == name for row in rows):
            raise ValueError(f"{name} is too long")
        COPY.apply(session, rows)

    return dataclasses.replace(COPY, apply=apply)


def test_a_row_that_cannot_be_copied_stops_no_other(
    mirror: Database, peer: Peer, fill: Fill
) -> None:
    first, bad, last = fill(3)
    with capture_logs() as logs:
        assert resync(refuse("thing 1"), mirror, peer) == 2
    assert list(names_of(mirror, copies)) == [first, last]
    (error,) = [log for log in logs if log["log_level"] == "error"]
    assert (error["copy"], error["id"]) == ("things", bad)
    assert "too long" in error["reason"]


def test_a_repair_goes_on_past_a_row_that_cannot_be_copied(
    mirror: Database, peer: Peer, fill: Fill
) -> None:
    first, _, last = fill(3)
    repair = Repair(refuse("thing 1"), peer)
    with capture_logs() as logs:
        repair(mirror)
        repair(mirror)
    assert list(names_of(mirror, copies)) == [first, last]
    assert errors_in(logs) == ["a row cannot be copied", "the copy had drifted and was repaired"]
    assert logs[-1]["ids"] == [first, last]


def test_one_source_that_cannot_be_read_ends_no_building_and_stops_no_other_copy(
    mirror: Database, peer: Peer, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_FAILED_SECONDS", 0.01)
    fill(1)
    other = dataclasses.replace(COPY, plural="unicorns")

    async def play() -> None:
        builder = building.CopyBuilder(mirror, [(other, peer), (COPY, peer)])
        async with things.running(builder.run):
            await things.eventually(lambda: chassis_copies.is_synced(COPY, mirror))
            assert not builder.done

    with capture_logs() as logs:
        asyncio.run(play())
    assert "the copy cannot be built" in errors_in(logs)


def test_digests_follow_ranges_of_ids() -> None:
    rows = [(1, 1, 1), (500, 1, 1), (501, 1, 1)]
    ranges = digests(rows)
    assert [(r.after, r.upto, r.count) for r in ranges] == [(0, 500, 2), (500, 1000, 1)]
    assert digests(rows[:2])[0] == ranges[0]
    assert digests([(1, 1, 2), (500, 1, 1)])[0].digest != ranges[0].digest


def test_snapshots_need_the_token_of_a_service(client: TestClient, identities: Identities) -> None:
    for path in ("/internal/snapshots/things", "/internal/digests/things"):
        assert client.get(path).status_code == 401
        person = identities.headers(audience="shop")
        assert client.get(path, headers=person).status_code == 401
        elsewhere = identities.service_headers("mirror", audience="elsewhere")
        assert client.get(path, headers=elsewhere).status_code == 401


def test_snapshots_come_in_id_order_within_bounds(peer: Peer, fill: Fill) -> None:
    ids = fill(6)
    page = peer.get("/internal/snapshots/things", after=ids[1], upto=ids[4], limit=2)
    assert [row["id"] for row in page["rows"]] == ids[2:4]
    assert page["next_after"] == ids[3]
    last = peer.get("/internal/snapshots/things", after=ids[3], upto=ids[4], limit=2)
    assert ([row["id"] for row in last["rows"]], last["next_after"]) == ([ids[4]], None)


def test_there_are_no_snapshots_of_other_things(client: TestClient, peer: Peer) -> None:
    answer = client.get("/internal/snapshots/unicorns", headers=peer._headers)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")


def test_a_worker_is_ready_only_with_its_copies_built(
    mirror: Database, peer: Peer, fill: Fill, broker_vhost: str
) -> None:
    ids = fill(3)
    peer.away = True

    async def play() -> None:
        worker = things.create_worker("mirror", mirror, broker_vhost, copied=[(COPY, peer)])
        ready = worker.readiness(lambda: "ok")
        async with things.running(worker.run):
            await things.eventually(lambda: ready.look()[1]["broker"] == "ok")
            is_ready, words = ready.look()
            assert not is_ready
            assert words["copies"] == "being built"
            peer.away = False
            await things.ready(worker)
        assert list(names_of(mirror, copies)) == ids

    asyncio.run(play())


def test_a_copy_built_before_is_not_built_again(mirror: Database, peer: Peer, fill: Fill) -> None:
    fill(1)
    resync(COPY, mirror, peer)
    other = dataclasses.replace(COPY, plural="others")
    assert chassis_copies.is_synced(COPY, mirror)
    assert not chassis_copies.is_synced(other, mirror)
