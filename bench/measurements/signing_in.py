"""What a sign-in costs, how soon a revoked session is refused, and what a hanging service does."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from bench import load, usage
from bench.figures import Figure, at_most
from bench.gateways import Gateway, gateway
from bench.stand import Stand
from labwright_auth.accounts.adapters import Argon2Passwords
from labwright_auth.settings import AuthSettings
from tests.journeys.person import PASSWORD, Person

SIGN_INS = 10
HANGING = 16
NO_BROKER = ""
# Not auth's own path: auth looks into its database, whatever the gateway believes.
DEVICES = "/api/v1/inventory/devices?limit=1"


def measure(stand: Stand) -> list[Figure]:
    """Sign-ins one by one; revocations at gateways that do and do not hear of them; neighbours."""
    return [*_sign_ins(stand), *_revocations(stand), *_neighbours(stand)]


def _sign_ins(stand: Stand) -> list[Figure]:
    auth = stand.pid("auth api")
    with Person(stand.platform.address) as person:
        name = person.register()
        person.take_token(name)
        each, hashing, used = [], [], []
        verify = _floor()
        for _ in range(stand.scale.rounds):
            hashing.append(_mean_ms(verify))
            before = usage.thread_seconds(auth)
            each.append(_mean_ms(lambda: person.take_token(name)))
            used.append((usage.thread_seconds(auth) - before) / SIGN_INS * 1e3)
    ratios = [whole / floor for whole, floor in zip(each, hashing, strict=True)]
    return [
        Figure("sign-in through the gateway / checking one Argon2id hash", ratios, "x"),
        Figure("sign-in through the gateway", each, "ms each"),
        Figure("sign-in: auth's processor time", used, "ms each"),
    ]


def _floor() -> Callable[[], object]:
    settings = AuthSettings.model_fields
    passwords = Argon2Passwords(
        time_cost=settings["password_time_cost"].default,
        memory_kib=settings["password_memory_kib"].default,
        parallelism=settings["password_parallelism"].default,
    )
    kept = passwords.hash(PASSWORD)
    return lambda: passwords.verify(PASSWORD, kept)


def _mean_ms(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    for _ in range(SIGN_INS):
        act()
    return (time.perf_counter() - started) / SIGN_INS * 1e3


def _revocations(stand: Stand) -> list[Figure]:
    rounds = stand.scale.rounds
    with gateway(stand) as hearing, gateway(stand, amqp_url=NO_BROKER) as deaf:
        told = [_refused_after(stand, hearing) for _ in range(3 * rounds)]
        bound = [_refused_after(stand, deaf) for _ in range(rounds)]
    return [
        Figure("session revoked until refused", told, "ms", at_most(1000, "ms")),
        Figure("session revoked until refused, without a broker", bound, "ms", at_most(5500, "ms")),
    ]


def _refused_after(stand: Stand, asked: Gateway) -> float:
    """Milliseconds from the answer to signing out, elsewhere, until that gateway refuses."""
    with Person(stand.platform.address) as person, Person(asked.address) as there:
        bearer = {"Authorization": f"Bearer {person.take_token(person.register())}"}
        assert there.get(DEVICES, headers=bearer).status_code == 200
        person.post("/api/v1/auth/logout", headers=bearer)
        started = time.perf_counter()
        while there.get(DEVICES, headers=bearer).status_code != 401:
            assert time.perf_counter() - started < 30, "the session is never refused"
        return (time.perf_counter() - started) * 1e3


def _neighbours(stand: Stand) -> list[Figure]:
    ratios = []
    with ExitStack() as opened:
        address = opened.enter_context(_silent_server())
        between = opened.enter_context(gateway(stand, scheduler_url=address))
        for _ in range(stand.scale.rounds):
            alone = _read(stand, between)
            with _waiting_for_the_silent_one(stand, between):
                ratios.append(_read(stand, between) / alone)
    name = f"inventory read while {HANGING} requests hang in the scheduler / without them, median"
    return [Figure(name, ratios, "x", at_most(1.5, "x"))]


def _read(stand: Stand, between: Gateway) -> float:
    headers = {"Authorization": f"Bearer {stand.token}"}
    done = load.run(
        between.address + DEVICES, connections=1, seconds=stand.scale.seconds, headers=headers
    )
    return done.p50_ms


@contextmanager
def _silent_server() -> Iterator[str]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def _waiting_for_the_silent_one(stand: Stand, between: Gateway) -> Iterator[None]:
    place = urlsplit(between.address)
    request = (
        "GET /api/v1/scheduler/devices HTTP/1.1\r\n"
        f"Host: {place.netloc}\r\nAuthorization: Bearer {stand.token}\r\n\r\n"
    )
    with ExitStack() as opened:
        for _ in range(HANGING):
            asking = socket.create_connection((place.hostname, place.port))
            opened.enter_context(asking).sendall(request.encode())
        yield
