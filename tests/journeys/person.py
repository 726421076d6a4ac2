"""A person at the gateway: signs in, keeps the cookie or a token, asks."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx2

T = TypeVar("T")

PASSWORD = "correct horse battery"
PATIENCE_SECONDS = 120


class Person(httpx2.Client):
    """A client with its cookie jar; addresses are below the gateway's."""

    def __init__(self, address: str, **options: Any) -> None:
        super().__init__(base_url=address, trust_env=False, timeout=30, **options)

    def register(self, username: str | None = None) -> str:
        """Make an account; its name."""
        name = username or f"user-{uuid4().hex[:10]}"
        answer = self.post("/api/v1/auth/register", json={"username": name, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        return name

    def sign_in(self, username: str, password: str = PASSWORD) -> Self:
        """Sign in with a cookie."""
        answer = self.post("/api/v1/auth/login", json={"username": username, "password": password})
        assert answer.status_code == 200, answer.text
        return self

    def take_token(self, username: str, password: str = PASSWORD) -> str:
        """A session token, as programs have one."""
        answer = self.post(
            "/api/v1/auth/session-tokens", json={"username": username, "password": password}
        )
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["token"]
        return token

    def make_type(self, **fields: Any) -> int:
        """A device type; its id."""
        body = {"name": f"Type {uuid4().hex[:8]}", "category": "OPTICAL", "schedulable": True}
        return _id(self.post("/api/v1/inventory/device-types", json=body | fields))

    def make_device(self, type_id: int, **fields: Any) -> int:
        """A device; its id, once the scheduler knows of it."""
        body = {"name": f"DEVICE-{uuid4().hex[:8]}", "device_type_id": type_id}
        id = _id(self.post("/api/v1/inventory/devices", json=body | fields))
        eventually(lambda: self.get(f"/api/v1/scheduler/devices/{id}").status_code == 200)
        return id

    def book(self, *slots: tuple[int, str, str], **fields: Any) -> httpx2.Response:
        """Ask for slots `(device, start, end)`."""
        wanted = [{"device_id": d, "start": s, "end": e} for d, s, e in slots]
        body = {"title": "Experiment", "slots": wanted, **fields}
        return self.post("/api/v1/scheduler/bookings", json=body)


def at(hours: float, *, days: int = 2) -> str:
    """An instant some hours into a coming day."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=days, hours=hours)).isoformat()


def eventually(look: Callable[[], T], *, seconds: float = PATIENCE_SECONDS) -> T:
    """What `look` gives once it is true; fails after some seconds."""
    until = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < until, f"not so within {seconds} s"
        time.sleep(0.02)


def _id(answer: httpx2.Response) -> int:
    assert answer.status_code == 201, answer.text
    id: int = answer.json()["id"]
    return id
