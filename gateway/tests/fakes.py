"""Services of a lab that answer what a test wants: hand-written, over real sockets."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from json import dumps
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from labwright_contracts.auth import Identity, IdentityRequest, ServiceToken, ServiceTokenRequest

SERVICE_SECRET = "the gateway's own secret"


class Clock:
    """A clock that stands until it is moved."""

    moment = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Seen:
    """A request as it arrived at a service."""

    method: str
    path: str
    query: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key == name.lower()]
        assert len(found) < 2, f"{name} was repeated"
        return found[0] if found else None


Handler = Callable[..., Awaitable[None]]


class FakeService:
    """Answers 200 with a little JSON, or what a test sets for a path; remembers requests."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.requests: list[Seen] = []
        self.handlers: dict[str, Handler] = {}
        self.answers: dict[str, tuple[int, list[tuple[str, str]], bytes]] = {}
        self.answer("/readyz", json={"status": "ready"})
        self.answer("/openapi.json", json={"openapi": "3.1.0", "paths": {}})

    def answer(
        self,
        path: str,
        status: int = 200,
        headers: list[tuple[str, str]] | None = None,
        body: bytes = b"",
        json: Any = None,
    ) -> None:
        if json is not None:
            body = dumps(json).encode()
            headers = [*(headers or []), ("content-type", "application/json")]
        headers = [*(headers or []), ("content-length", str(len(body)))]
        self.answers[path] = (status, headers, body)

    @property
    def last(self) -> Seen:
        return self.requests[-1]

    async def __call__(self, scope, receive, send) -> None:
        if handler := self.handlers.get(scope["path"]):
            await handler(scope, receive, send)
            return
        try:
            body = await Request(scope, receive).body()
        except ClientDisconnect:
            return
        headers = [(n.decode(), v.decode("latin-1")) for n, v in scope["headers"]]
        path, query = scope["raw_path"].decode(), scope["query_string"].decode()
        self.requests.append(Seen(scope["method"], path, query, headers, body))
        default = (200, [("content-length", "2")], b"{}")
        status, answered, body = self.answers.get(scope["path"], default)
        raw = [(n.encode(), v.encode()) for n, v in answered]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": body})


class FakeAuthInternal:
    """Auth's internal API, with the people that a test adds."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.people: dict[str, dict[str, Any]] = {}
        self.asked: list[IdentityRequest] = []
        self.tokens_made = 0
        self.request_ids: list[str] = []
        self.token_life = 300.0
        self.valid_tokens: set[str] = set()
        self.broken = False
        self.hold: asyncio.Event | None = None

    def add(self, secret: str, **person: Any) -> None:
        self.people[secret] = {"user_id": 7, "session_id": "s7", "addresses": None, **person}

    async def __call__(self, scope, receive, send) -> None:
        assert scope["method"] == "POST"
        body = await Request(scope, receive).body()
        status, answer = await self._answer(scope["path"], dict(scope["headers"]), body)
        await Response(answer, status, media_type="application/json")(scope, receive, send)

    async def _answer(self, path: str, headers: Any, body: bytes) -> tuple[int, str]:
        if self.broken:
            return 500, "{}"
        if path == "/internal/service-tokens":
            request = ServiceTokenRequest.model_validate_json(body)
            if request.secret != SERVICE_SECRET:
                return 401, "{}"
            self.tokens_made += 1
            token = f"{request.audience}-token-{self.tokens_made}"
            self.valid_tokens.add(token)
            expires_at = self.clock() + timedelta(seconds=300)
            return 200, ServiceToken(token=token, expires_at=expires_at).model_dump_json()
        assert path == "/internal/identities"
        self.request_ids.append(headers[b"x-request-id"].decode())
        if headers[b"authorization"].decode().removeprefix("Bearer ") not in self.valid_tokens:
            return 401, "{}"
        return await self._identity(IdentityRequest.model_validate_json(body))

    async def _identity(self, request: IdentityRequest) -> tuple[int, str]:
        self.asked.append(request)
        person = self.people.get(request.secret)
        if self.hold is not None:
            await self.hold.wait()
        if person is None:
            return 401, "{}"
        identity = Identity(
            token=f"signed-for-{request.audience}",
            expires_at=self.clock() + timedelta(seconds=self.token_life),
            **person,
        )
        return 200, identity.model_dump_json()
