"""Inventory alone, as it grows: list, filter, search, a device, bulk creation, import.

Each size has a database of its own. Requests go to the API in this process, without a gateway, one
after another: what is compared with bare SQL is the service, and what grows is its own work.
"""

import asyncio
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx2

from bench import bare_inventory, bare_reads, lab
from bench.figures import Figure, at_most, ratio
from bench.stand import Stand
from labwright_chassis import logs
from labwright_chassis.db import Database
from labwright_chassis.testing.identities import Identities
from labwright_chassis.testing.servers import database_server
from labwright_inventory.app import create_service
from labwright_inventory.imports.service.background import run_waiting
from labwright_inventory.permissions import PERMISSIONS
from labwright_inventory.settings import InventorySettings

_ROOT = "/api/v1/inventory"
_AT_ONCE = 200
_ROUNDS_OF_ONE = 20


@dataclass(frozen=True, slots=True)
class Grown:
    """What one size took, the service and its floor: ms of each read by round, else seconds."""

    reads: dict[str, tuple[list[float], list[float]]]
    bulk: tuple[list[float], list[float]]
    imported: tuple[list[float], list[float]]


def measure(stand: Stand) -> list[Figure]:
    """Each size in turn; the growth is that of the largest over the smallest."""
    sizes = stand.scale.inventories
    with database_server() as server:
        grown = {}
        for size in sizes:
            url = server.create_database(f"bench_inventory_{size}")
            grown[size] = _measured(url, size, stand.scale.rounds, stand.scale.seconds)
    figures = [figure for size in sizes for figure in _figures(size, grown[size])]
    return [*figures, *_growth(grown[sizes[0]], grown[sizes[-1]], sizes)]


def _figures(size: int, grown: Grown) -> Iterator[Figure]:
    for name, (own, bare) in grown.reads.items():
        target = at_most(50, "ms") if name.startswith("search") else None
        yield Figure(f"{name} of {size:,}: inventory alone", own, "ms", target)
        yield ratio(f"{name} of {size:,}: inventory alone / bare SQL", own, bare)
    name = f"{_AT_ONCE} devices by one request, beside {size:,}"
    yield Figure(name, grown.bulk[0], "s")
    yield ratio(f"{name} / bare rows", *grown.bulk)
    within = at_most(60, "s") if size <= 10_000 else None
    yield Figure(f"import of {size:,} new devices by the worker", grown.imported[0], "s", within)
    yield ratio(f"import of {size:,} new devices / bare rows", *grown.imported)


def _growth(small: Grown, large: Grown, sizes: Sequence[int]) -> Iterator[Figure]:
    words = f"{sizes[-1]:,} devices / {sizes[0]:,}"
    for name, (own, _) in large.reads.items():
        yield ratio(f"growth of {name}, {words}", own, small.reads[name][0])
    yield ratio(f"growth of {_AT_ONCE} by one request, {words}", large.bulk[0], small.bulk[0])


def _measured(url: str, size: int, rounds: int, seconds: float) -> Grown:
    with _inventory(url) as (ask, database):
        _stock(ask)
        imported = _import(ask, database, size)
        floor = bare_inventory.insert_seconds(url, size)
        reads: dict[str, tuple[list[float], list[float]]] = {}
        for name, path, bare in _reads(ask):
            own = [_median_ms(ask, path) for _ in range(rounds)]
            reads[name] = own, [bare_reads.median_ms(url, bare, seconds) for _ in range(rounds)]
        bulk = [_bulk(ask, round) for round in range(rounds)]
        bare_bulk = [bare_inventory.insert_seconds(url, _AT_ONCE) for _ in range(rounds)]
    return Grown(reads, (bulk, bare_bulk), ([imported], [floor]))


Ask = Callable[..., Any]


@contextmanager
def _inventory(url: str) -> Iterator[tuple[Ask, Database]]:
    """Asks the API as somebody who may do all."""
    identities, database = Identities(), Database(url)
    service = replace(create_service(), keys=lambda database, settings: identities.jwks())
    service.migrations.upgrade(database)
    logs.configure("WARNING", "console")
    api, _ = service.create_apis(database, InventorySettings(database_url=url))
    who = identities.headers(
        tuple(p.name for p in PERMISSIONS), audience="inventory", expires_in=7200
    )
    with asyncio.Runner() as runner:
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=api), base_url="http://inventory", headers=who
        )

        def ask(method: str, path: str, **options: Any) -> Any:
            answer = runner.run(client.request(method, _ROOT + path, **options))
            assert answer.status_code < 300, answer.text[:500]
            return answer.json()

        yield ask, database
        runner.run(client.aclose())
    database.dispose()


def _stock(ask: Ask) -> None:
    for number in range(lab.KINDS):
        body = {"name": f"Bench type {number}", "category": "OPTICAL", "schedulable": True}
        ask("POST", "/device-types", json=body)
    for kind, name, count in (
        ("manufacturers", "Maker", lab.MAKERS),
        ("sites", "Site", lab.SITES),
        ("tags", "tag", lab.TAGS),
    ):
        for number in range(count):
            ask("POST", f"/{kind}", json={"name": f"{name} {number}"})


def _import(ask: Ask, database: Database, size: int) -> float:
    content = lab.devices_file(range(size), model="Model A").encode()
    params = {"background": True, "dry_run": False}
    run = ask("POST", "/imports", params=params, files={"file": ("devices.csv", content)})
    started = time.perf_counter()
    run_waiting(database)
    took = time.perf_counter() - started
    done = ask("GET", f"/imports/{run['id']}")
    assert done["state"] == "done", done["reason"]
    return took


def _reads(ask: Ask) -> list[tuple[str, str, Callable[[Any], Any]]]:
    first = ask("GET", "/devices?limit=1")["results"][0]["id"]
    return [
        ("list, 50", "/devices?limit=50", bare_reads.devices),
        ("filter, 50", "/devices?limit=50&status=active", bare_inventory.filtered("active")),
        ("search for one", "/devices?limit=50&q=bench-137", bare_inventory.searched("bench-137")),
        ("search that finds all", "/devices?limit=50&q=bench", bare_inventory.searched("bench")),
        ("a device", f"/devices/{first}", bare_reads.device(first)),
    ]


def _median_ms(ask: Ask, path: str) -> float:
    taken = []
    for _ in range(_ROUNDS_OF_ONE):
        started = time.perf_counter()
        ask("GET", path)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


def _bulk(ask: Ask, round: int) -> float:
    items = [
        {"name": f"Bulk {round}-{n}", "oi_id": f"BULK-{round}-{n}", "device_type_id": 1}
        for n in range(_AT_ONCE)
    ]
    started = time.perf_counter()
    ask("POST", "/devices/bulk", json={"items": items})
    return time.perf_counter() - started
