"""A one-device booking through the gateway against the bare SQL of the same guarantee.

In labs of several sizes and ages, each filled anew in every round; and how booking and searching
slow as the lab ages.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bench import bare_booking, load, seeding
from bench.figures import Figure, at_most, ratio
from bench.load import Load
from bench.slots import FreeSlots
from bench.stand import Stand

BOOKINGS = "/api/v1/scheduler/bookings"
RESERVED = 20_000


@dataclass(slots=True)
class Rounds:
    """Loads by clients and, for searches, by name, in a lab of one size and age."""

    booked: dict[int, list[Load]] = field(default_factory=lambda: defaultdict(list))
    bare: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    searched: dict[str, list[Load]] = field(default_factory=lambda: defaultdict(list))


def measure(stand: Stand) -> list[Figure]:
    """Every size and age; growth in each size from the youngest lab to each older one."""
    figures = []
    for size in stand.scale.booked_devices:
        devices = stand.devices[:size]
        labs = {age: Rounds() for age in stand.scale.existing}
        for _ in range(stand.scale.rounds):
            for age, rounds in labs.items():
                _one_round(stand, devices, age, rounds)
        for age, rounds in labs.items():
            figures += _costs(f"{size:,} devices, {age:,} bookings", rounds)
        youngest = min(labs)
        for age in sorted(labs)[1:]:
            named = f"{size:,} devices, {age:,} / {youngest:,} bookings"
            figures += _growth(named, labs[youngest], labs[age])
    return figures


def _one_round(stand: Stand, devices: Sequence[int], age: int, rounds: Rounds) -> None:
    url = stand.platform.database_url("scheduler")
    stand.calm()
    seeding.fill(url, devices, bookings=age)
    for name, query in _searches(devices).items():
        rounds.searched[name].append(_search(stand, query))
    slots = FreeSlots(devices)
    for clients in stand.scale.connections:
        rounds.booked[clients].append(through_gateway(stand, slots, clients))
        stand.calm()
        people = list(stand.people)[:clients]
        rounds.bare[clients].append(bare_booking.rate(url, slots, people, stand.scale.seconds))


def through_gateway(stand: Stand, slots: FreeSlots, clients: int) -> Load:
    """Bookings of an hour each, by so many people at once."""
    tokens = list(stand.people.values())[:clients]
    return load.run(
        stand.platform.address,
        connections=clients,
        seconds=stand.scale.seconds,
        script=lambda: _script(slots, tokens),
    )


def _script(slots: FreeSlots, tokens: Sequence[str]) -> str:
    # More hours than are booked, since those under way at the end may be booked or not.
    first = slots.take(RESERVED)
    devices = ", ".join(map(str, slots.devices))
    secrets = ", ".join(f'"{token}"' for token in tokens)
    first_hour = int(seeding.midnight().timestamp()) + 3600
    return f"""
local devices, tokens = {{ {devices} }}, {{ {secrets} }}
local number = {first}
local form = '{{"title":"Experiment","slots":[{{"device_id":%d,"start":"%s","end":"%s"}}]}}'
local function instant(seconds) return os.date("!%Y-%m-%dT%H:%M:%SZ", seconds) end
request = function()
  local start = {first_hour} + 7200 * math.floor(number / #devices)
  local device = devices[number % #devices + 1]
  local token = tokens[number % #tokens + 1]
  number = number + 1
  local headers = {{ ["Authorization"] = "Bearer " .. token }}
  headers["Content-Type"] = "application/json"
  local body = string.format(form, device, instant(start), instant(start + 3600))
  return wrk.format("POST", "{BOOKINGS}", headers, body)
end
"""


def _searches(devices: Sequence[int]) -> dict[str, str]:
    week, month = coming(7), coming(30)
    return {
        "the coming week": week,
        "a device's coming month": f"{month}&device_id={devices[0]}",
        "own bookings of the coming month": f"{month}&mine=true",
    }


def coming(days: int) -> str:
    """The parameters of a time from tomorrow on."""
    start = seeding.midnight()
    end = start + timedelta(days=days)
    return f"start={start:%Y-%m-%dT%H:%M:%SZ}&end={end:%Y-%m-%dT%H:%M:%SZ}"


def _search(stand: Stand, query: str) -> Load:
    token = next(iter(stand.people.values()))
    return load.run(
        f"{stand.platform.address}{BOOKINGS}?{query}&limit=50",
        connections=1,
        seconds=1,
        headers={"Authorization": f"Bearer {token}"},
    )


def _costs(named: str, rounds: Rounds) -> list[Figure]:
    figures = []
    for clients, booked in rounds.booked.items():
        where = f"{named}, {clients} client{'s' if clients > 1 else ''}"
        own = [1000 / done.rate for done in booked]
        bare = [1000 / rate for rate in rounds.bare[clients]]
        figures += [
            ratio(f"booking / bare SQL: {where}", own, bare, at_most(2, "x")),
            Figure(f"booking through the gateway: {where}", own, "ms each"),
            Figure(f"bare SQL: {where}", bare, "ms each"),
        ]
    return figures


def _growth(named: str, young: Rounds, old: Rounds) -> list[Figure]:
    clients = min(young.booked)
    target = at_most(1.5, "x")
    figures = [
        ratio(
            f"booking slows: {named}",
            _medians(old.booked[clients]),
            _medians(young.booked[clients]),
            target,
        ),
        ratio(f"bare SQL slows: {named}", young.bare[clients], old.bare[clients]),
    ]
    for name, searched in young.searched.items():
        slower = _medians(old.searched[name]), _medians(searched)
        figures.append(ratio(f"search of {name} slows: {named}", *slower, target=target))
    return figures


def _medians(loads: Sequence[Load]) -> list[float]:
    return [done.p50_ms for done in loads]
