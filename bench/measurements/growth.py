"""How creating, searching and timelines slow as a lab gets older, in labs of several sizes.

Every cell is a lab of so many devices with so many bookings, filled anew in every round by SQL; the
ages take turns, so that what else the machine does hits all of them. A lab that is older has no
fuller month before it: what is asked for is the same size everywhere, and only the tables grow.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench import bare_booking, databases, load, seeding
from bench.figures import Figure, at_most, number, ratio
from bench.load import Load
from bench.measurements.booking import BOOKINGS, coming, through_gateway
from bench.slots import FreeSlots
from bench.stand import Stand

AVAILABILITY = "/api/v1/scheduler/availability"
FEW = 200
WEEKS = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """What one of many like requests took, and how many rows the database server read for it."""

    ms: float
    rows: float


def measure(stand: Stand) -> list[Figure]:
    """Every size at every age, and each age over the youngest."""
    figures = []
    for size in stand.scale.growing_devices:
        labs: dict[int, dict[str, list[Cost]]] = {
            age: defaultdict(list) for age in stand.scale.growing_bookings
        }
        for _ in range(stand.scale.rounds):
            for age, rounds in labs.items():
                for name, found in _one_round(stand, stand.devices[:size], age).items():
                    rounds[name].append(found)
        figures += _figures(size, labs)
    return figures


def _one_round(stand: Stand, devices: Sequence[int], age: int) -> dict[str, Cost]:
    url = stand.platform.database_url("scheduler")
    stand.calm()
    seeding.fill(url, devices, bookings=age)
    found = {name: _cost(url, ask) for name, ask in _reads(stand, devices).items()}
    slots = FreeSlots(devices)
    found["create"] = _cost(url, lambda: through_gateway(stand, slots, 1))
    stand.calm()
    people = list(stand.people)[:1]
    bare = bare_booking.rate(url, slots, people, stand.scale.seconds)
    found["create, bare SQL"] = Cost(1000 / bare, 0)
    return found


def _cost(url: str, ask: Callable[[], Load]) -> Cost:
    # On a busy machine times say little; rows say what the plans do. What the worker reads
    # meanwhile is among them.
    before = databases.rows_read(url)
    done = ask()
    return Cost(done.p50_ms, (databases.rows_read(url) - before) / done.requests)


def _reads(stand: Stand, devices: Sequence[int]) -> dict[str, Callable[[], Load]]:
    week, month = coming(7), coming(30)
    timelines = f"{AVAILABILITY}?{coming(7 * WEEKS)}&{_many(stand, devices)}"
    known = _known(stand, timelines)
    named = f"timelines of {WEEKS} weeks"
    return {
        "week view, 50 bookings": lambda: _ask(stand, f"{BOOKINGS}?{week}&limit=50"),
        "a device's month": lambda: _ask(stand, f"{BOOKINGS}?{month}&device_id={devices[0]}"),
        "own bookings of a month": lambda: _ask(stand, f"{BOOKINGS}?{month}&mine=true"),
        named: lambda: _ask(stand, timelines),
        f"{named}, nothing new (304)": lambda: _ask(stand, timelines, **known),
    }


def _many(stand: Stand, devices: Sequence[int]) -> str:
    """The filter for up to some 1,250 devices: all of a small lab, else those of a type."""
    if len(devices) <= FEW:
        return "&".join(f"device_id={id}" for id in devices)
    with stand.person() as admin:
        first = admin.get(f"/api/v1/scheduler/devices/{devices[0]}").json()
    return f"type_id={first['type_id']}"


def _known(stand: Stand, path: str) -> dict[str, str]:
    with stand.person() as admin:
        return {"If-None-Match": admin.get(path).headers["etag"]}


def _ask(stand: Stand, path: str, **headers: str) -> Load:
    token = next(iter(stand.people.values()))
    return load.run(
        stand.platform.address + path,
        connections=1,
        seconds=stand.scale.seconds,
        headers={"Authorization": f"Bearer {token}", **headers},
    )


def _figures(size: int, labs: Mapping[int, Mapping[str, Sequence[Cost]]]) -> list[Figure]:
    ages = sorted(labs)
    figures = []
    for name in labs[ages[0]]:
        ms = {age: [cost.ms for cost in labs[age][name]] for age in ages}
        rows = {age: [cost.rows for cost in labs[age][name]] for age in ages}
        for age in ages:
            where = f"{name}: {size:,} devices, {age:,} bookings"
            figures.append(Figure(where, ms[age], "ms"))
            if any(rows[age]):
                figures.append(Figure(where, rows[age], "rows read"))
        target = None if "bare" in name else at_most(1.5, "x")
        for age in ages[1:]:
            where = f"{name} slows: {size:,} devices, {age:,} / {ages[0]:,} bookings"
            figures.append(ratio(where, ms[age], ms[ages[0]], target))
    return figures


def table(figures: Sequence[Figure]) -> str:
    """A line for each thing in each size of lab: its cost at every age, and how it slows."""
    lines: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        name, _, where = figure.name.rpartition(": ")
        size = where.partition(" devices, ")[0]
        lines.setdefault((size, name.removesuffix(" slows")), []).append(figure)
    times = [f for f in next(iter(lines.values())) if f.unit == "ms"]
    ages = " | ".join(f.name.rpartition("devices, ")[2] + ", ms" for f in times)
    head = f"| devices | what | {ages} | rows read | slows by | range of rounds | reached? |"
    rule = "|---" * (head.count("|") - 1) + "|"
    return "\n".join([head, rule, *(_line(*key, found) for key, found in lines.items())])


def _line(size: str, name: str, found: Sequence[Figure]) -> str:
    times = " | ".join(number(figure.median) for figure in found if figure.unit == "ms")
    rows = " / ".join(f"{figure.median:,.0f}" for figure in found if figure.unit == "rows read")
    last = found[-1]
    spread = f"{number(min(last.rounds))} to {number(max(last.rounds))}"
    slows = f"{number(last.median)} x | {spread} | {last.verdict}"
    return f"| {size} | {name} | {times} | {rows} | {slows} |"
