"""Lists, a device, a week, a person's bookings: beside bare SQL, and beside the former system.

One request after another over one connection. The former system's reads are a re-creation (see
`bench/legacy.py`), asked without a gateway; the platform's are asked through it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench import bare_reads, former, load, seeding
from bench.figures import Figure, at_least, ratio
from bench.stand import Stand

BOOKINGS = 7200
OWNERS = 36


@dataclass(frozen=True, slots=True)
class Read:
    """One read: its path at the gateway, its floor, its path at the former system, if any."""

    name: str
    path: str
    service: str
    bare: Callable[[Any], Any]
    former: str | None = None


def measure(stand: Stand) -> list[Figure]:
    """Each read three ways in turn."""
    stand.calm()
    url = stand.platform.database_url("scheduler")
    seeding.fill(url, stand.devices[:200], bookings=BOOKINGS, owners=OWNERS)
    stand.missing.append("five times as fast as NetBox 4.4: NetBox is not installed here")
    figures = []
    with former.running(stand) as address:
        for read in _reads(stand):
            figures += _compared(stand, read, address)
    return figures


def _reads(stand: Stand) -> list[Read]:
    start = seeding.midnight()
    end = start + timedelta(days=7)
    week = f"start={start:%Y-%m-%dT%H:%M:%SZ}&end={end:%Y-%m-%dT%H:%M:%SZ}"
    person, device = next(iter(stand.people)), stand.devices[0]
    bookings = "/api/v1/scheduler/bookings?limit=500"
    return [
        Read(
            f"50 of {len(stand.devices):,} devices",
            "/api/v1/inventory/devices?limit=50",
            "inventory",
            bare_reads.devices,
            "/api/inventory/devices?limit=50",
        ),
        Read(
            "a device",
            f"/api/v1/inventory/devices/{device}",
            "inventory",
            bare_reads.device(device),
        ),
        Read(
            f"the coming week, of {BOOKINGS:,} bookings",
            f"{bookings}&{week}",
            "scheduler",
            bare_reads.bookings(
                "s.end_at > %s AND s.start_at > %s AND s.start_at < %s",
                (start, start - timedelta(days=31), end),
            ),
            f"/bookings/for-week?start={start:%Y-%m-%dT%H:%M:%S}",
        ),
        Read(
            f"a person's {BOOKINGS // OWNERS} of {BOOKINGS:,} bookings",
            f"{bookings}&mine=true",
            "scheduler",
            bare_reads.bookings("b.owner_id = %s", (person,)),
            f"/bookings/user/{person}",
        ),
    ]


def _compared(stand: Stand, read: Read, former_address: str) -> list[Figure]:
    token = next(iter(stand.people.values()))
    signed = {"Authorization": f"Bearer {token}"}
    own, bare, past = [], [], []
    for _ in range(stand.scale.rounds):
        own.append(_median(stand, stand.platform.address + read.path, signed))
        url = stand.platform.database_url(read.service)
        bare.append(bare_reads.median_ms(url, read.bare, stand.scale.seconds))
        if read.former is not None:
            past.append(_median(stand, former_address + read.former, {}))
    figures = [
        ratio(f"{read.name}: through the gateway / bare SQL and json", own, bare),
        Figure(f"{read.name}: through the gateway, median", own, "ms"),
        Figure(f"{read.name}: bare SQL and json, median", bare, "ms"),
    ]
    if past:
        name = f"{read.name}: re-created former system / through the gateway"
        figures += [
            ratio(name, past, own, at_least(10, "x")),
            Figure(f"{read.name}: re-created former system, median", past, "ms"),
        ]
    return figures


def _median(stand: Stand, url: str, headers: dict[str, str]) -> float:
    done = load.run(url, connections=1, seconds=stand.scale.seconds, headers=headers)
    return done.p50_ms
