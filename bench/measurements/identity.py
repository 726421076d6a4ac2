"""What it costs the gateway to know who asks: nobody, somebody remembered, somebody new."""

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bench import databases, load, nginx, usage
from bench.figures import Figure
from bench.gateways import Gateway, gateway
from bench.load import Load
from bench.stand import Stand
from labwright_auth.sessions.rules import SessionSecret

SESSIONS = 500
CONNECTIONS = (1, 8)
PATH = "/api/v1/scheduler/anything"


def measure(stand: Stand) -> list[Figure]:
    """The same trivial request without a token, with one token, with another one each time.

    The gateway remembers one identity only, so that each of the others is asked for anew.
    """
    figures = []
    with ExitStack() as opened:
        service = opened.enter_context(nginx.fixed_answers(stand.folder))
        settings = {"scheduler_url": service.address, "identity_cache_size": "1"}
        between = opened.enter_context(gateway(stand, **settings))
        ways = {
            "no token": "",
            "hit": _script([stand.token]),
            "miss": _script(_sessions(stand)),
        }
        for connections in CONNECTIONS:
            figures += _compared(stand, between, ways, connections)
    return figures


def _compared(
    stand: Stand, between: Gateway, ways: dict[str, str], connections: int
) -> list[Figure]:
    auth = stand.pid("auth api")
    loads: dict[str, list[Load]] = {name: [] for name in ways}
    asked: list[float] = []
    for _ in range(stand.scale.rounds):
        for name, script in ways.items():
            before = usage.thread_seconds(auth)
            done = _load(stand, between, script, connections)
            loads[name].append(done)
            if name == "miss":
                asked.append((usage.thread_seconds(auth) - before) / done.requests * 1e6)
    named = f"identity, {connections} connection{'s' if connections > 1 else ''}"
    nobody, hit, miss = ([done.p50_ms for done in loads[name]] for name in ways)
    return [
        Figure(f"{named}: request without a token, median", nobody, "ms"),
        Figure(f"{named}: a hit adds", _difference(hit, nobody), "ms"),
        Figure(f"{named}: a miss adds", _difference(miss, nobody), "ms"),
        Figure(f"{named}: a miss costs auth, processor time", asked, "us"),
    ]


def _load(stand: Stand, between: Gateway, script: str, connections: int) -> Load:
    url = between.address + PATH
    return load.run(
        url, connections=connections, seconds=stand.scale.seconds, script=lambda: script
    )


def _difference(more: Iterable[float], less: Iterable[float]) -> list[float]:
    return [m - other for m, other in zip(more, less, strict=True)]


def _script(tokens: list[str]) -> str:
    listed = ", ".join(f'"{token}"' for token in tokens)
    return f"""
local tokens, number = {{ {listed} }}, 0
request = function()
  number = number + 1
  local headers = {{ ["Authorization"] = "Bearer " .. tokens[number % #tokens + 1] }}
  return wrk.format("GET", "{PATH}", headers)
end
"""


def _sessions(stand: Stand) -> list[str]:
    """Tokens of sessions of one person, written in bulk: signing in is slow on purpose."""
    now = datetime.now(UTC).replace(tzinfo=None)
    secrets = [SessionSecret.generate(uuid4()) for _ in range(SESSIONS)]
    rows = [_row(secret, next(iter(stand.people)), now) for secret in secrets]
    with databases.transaction(stand.platform.database_url("auth")) as cursor:
        cursor.executemany(
            "INSERT INTO sessions (id, user_id, secret_hash, user_agent, address, created_at,"
            " last_used_at, expires_at, ends_at) VALUES (%s, %s, %s, 'bench', '', %s, %s, %s, %s)",
            rows,
        )
    return [secret.text for secret in secrets]


def _row(secret: SessionSecret, person: int, now: datetime) -> tuple[Any, ...]:
    ends = now + timedelta(days=1)
    return secret.id.hex, person, secret.hash, now, now, ends, ends
