"""What the gateway adds to a request, beside nginx as a plain proxy of the same one."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench import identities, load, nginx, usage
from bench.figures import Figure, Target, at_least, at_most, ratio
from bench.gateways import gateway
from bench.load import Load
from bench.stand import Stand
from labwright_chassis.testing.servers import ServerUnavailable

PROVEN_AT = 32


@dataclass(frozen=True, slots=True)
class Way:
    """One way to an answer: an address, headers, and the process in between, if any."""

    url: str
    headers: Mapping[str, str]
    pid: int | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One load over one way, and the processor time of what is in between, in microseconds."""

    load: Load
    cpu: float


@dataclass(frozen=True, slots=True)
class Case:
    """A request and the ways to it: `direct`, `gateway`, and `nginx` where there is one."""

    name: str
    ways: Mapping[str, Way]
    added: Target | None = None
    share: Target | None = None
    per_core: Target | None = None


def measure(stand: Stand) -> list[Figure]:
    """A trivial answer, a device, a page of devices; at each number of connections."""
    figures = []
    for opened in (_trivial, _detail, _list):
        try:
            with opened(stand) as case:
                for connections in stand.scale.connections:
                    figures += _compared(stand, case, connections)
        except ServerUnavailable as error:
            stand.missing.append(f"gateway, {opened.__name__.strip('_')}: {error}")
    return figures


@contextmanager
def _trivial(stand: Stand) -> Iterator[Case]:
    with ExitStack() as opened:
        service = opened.enter_context(nginx.fixed_answers(stand.folder))
        between = opened.enter_context(gateway(stand, scheduler_url=service.address))
        plain = opened.enter_context(nginx.proxy(stand.folder, service.address))
        path = "/api/v1/scheduler/anything"
        yield Case(
            "trivial answer",
            {
                "direct": Way(service.address + path, {}),
                "gateway": Way(between.address + path, _bearer(stand.token), between.pid),
                "nginx": Way(plain.address + path, {}, plain.pid),
            },
            per_core=at_least(0.333, "x"),
        )


@contextmanager
def _detail(stand: Stand) -> Iterator[Case]:
    path = f"/api/v1/inventory/devices/{stand.devices[0]}"
    with _of_inventory(stand, path) as ways:
        yield Case("device", ways, added=at_most(1, "ms"))


@contextmanager
def _list(stand: Stand) -> Iterator[Case]:
    with _of_inventory(stand, "/api/v1/inventory/devices?limit=50") as ways:
        yield Case("50 devices", ways, share=at_least(0.5, "x"))


@contextmanager
def _of_inventory(stand: Stand, path: str) -> Iterator[dict[str, Way]]:
    service = stand.address("inventory")
    signed = _bearer(identities.signed_token(stand, audience="inventory"))
    ways = {
        "direct": Way(service + path, signed),
        "gateway": Way(stand.platform.address + path, _bearer(stand.token), stand.pid("gateway")),
    }
    with ExitStack() as opened:
        try:
            plain = opened.enter_context(nginx.proxy(stand.folder, service))
            ways["nginx"] = Way(plain.address + path, signed, plain.pid)
        except ServerUnavailable as error:
            stand.missing.append(f"the nginx floor of {path}: {error}")
        yield ways


def _compared(stand: Stand, case: Case, connections: int) -> list[Figure]:
    rounds: dict[str, list[Round]] = {name: [] for name in case.ways}
    for way in case.ways.values():
        _load(way, connections, 1)
    for _ in range(stand.scale.rounds):
        for name, way in case.ways.items():
            rounds[name].append(_load(way, connections, stand.scale.seconds))
    named = f"{case.name}, {connections} connection{'s' if connections > 1 else ''}"
    proven = connections == PROVEN_AT
    direct = rounds.pop("direct")
    figures = [Figure(f"{named}: direct, median", [r.load.p50_ms for r in direct], "ms")]
    for name, taken in rounds.items():
        judged = proven and name == "gateway"
        figures += [
            Figure(
                f"{named}: added by {name} at the median",
                [t.load.p50_ms - d.load.p50_ms for t, d in zip(taken, direct, strict=True)],
                "ms",
                case.added if judged else None,
            ),
            ratio(
                f"{named}: throughput by {name} / direct",
                [r.load.rate for r in taken],
                [r.load.rate for r in direct],
                case.share if judged else None,
            ),
            Figure(f"{named}: processor time in {name}", [r.cpu for r in taken], "us"),
        ]
    if "nginx" in rounds:
        floor, own = ([r.cpu for r in rounds[name]] for name in ("nginx", "gateway"))
        target = case.per_core if proven else None
        figures.append(ratio(f"{named}: gateway / nginx, requests per core", floor, own, target))
    return figures


def _load(way: Way, connections: int, seconds: float) -> Round:
    before = usage.thread_seconds(way.pid) if way.pid else 0.0
    taken = load.run(way.url, connections=connections, seconds=seconds, headers=way.headers)
    after = usage.thread_seconds(way.pid) if way.pid else 0.0
    return Round(taken, (after - before) / taken.requests * 1e6)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
