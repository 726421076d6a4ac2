"""What people do during the soak; each deed is one or two requests, and answers are noted."""

import random
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2

from bench import lab, seeding
from bench.slots import FreeSlots
from bench.soak.answers import Answers
from tests.journeys.person import PASSWORD, Person

BOOKINGS = "/api/v1/scheduler/bookings"
DEVICES = "/api/v1/inventory/devices"
IMPORTED = 200
CONTESTED_DEVICES = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of deed: how often a second, which answers besides 2xx are as they should be."""

    name: str
    rate: float
    do: "Callable[[People], None]"
    expected: frozenset[int] = frozenset()


@dataclass(slots=True)
class People:
    """Everybody at work: their tokens, the hours still free, the bookings that stand."""

    address: str
    admin_token: str
    tokens: list[str]
    usernames: list[str]
    slots: FreeSlots
    answers: Answers
    chance: random.Random = field(default_factory=random.Random)
    booked: deque[tuple[str, str]] = field(default_factory=deque)
    promised: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    failures: list[str] = field(default_factory=list)
    imports: int = 0
    _local: threading.local = field(default_factory=threading.local)

    def ask(self, kind: str, method: str, path: str, **options: Any) -> httpx2.Response:
        """Ask as one of them, or with the given `token`."""
        token = options.pop("token", None) or self.chance.choice(self.tokens)
        headers = {"Authorization": f"Bearer {token}"}
        return self.answers.noted(
            kind, lambda: self.client().request(method, path, headers=headers, **options)
        )

    def done(self, deed: "Future[None]") -> None:
        """Note a deed that failed otherwise than by its answer."""
        error = deed.exception()
        if error is not None:
            self.failures.append(repr(error))

    def client(self) -> Person:
        """This thread's own connections."""
        if not hasattr(self._local, "client"):
            self._local.client = Person(self.address)
        client: Person = self._local.client
        return client

    def book(self, kind: str, *, hold: bool, contested: bool = False) -> tuple[str, str] | None:
        """Ask for an hour nobody wanted yet, or for one that many want; uid and token, if had."""
        token = self.chance.choice(self.tokens)
        with self.lock:
            number = self.slots.take(1)
        device, start, end = self.slots.at(number)
        if contested:
            device = self.slots.devices[number % CONTESTED_DEVICES]
            start = seeding.midnight() + timedelta(hours=2 * self.chance.randrange(36))
            end = start + timedelta(hours=1)
        wanted = {"device_id": device, "start": start.isoformat(), "end": end.isoformat()}
        body = {"title": "Soak", "slots": [wanted], "hold": hold}
        answer = self.ask(kind, "POST", BOOKINGS, json=body, token=token)
        if answer.status_code != 201:
            return None
        uid = str(answer.json()["id"])
        with self.lock:
            self.promised.add(uid)
        return uid, token


def book(people: People) -> None:
    """An hour of a device."""
    made = people.book("book", hold=False)
    if made is not None:
        people.booked.append(made)


def contend(people: People) -> None:
    """An hour that others want too."""
    made = people.book("book a contested hour", hold=False, contested=True)
    if made is not None:
        people.booked.append(made)


def hold_and_confirm(people: People) -> None:
    """Hold, then confirm."""
    made = people.book("hold", hold=True)
    if made is not None:
        uid, token = made
        people.ask("confirm", "POST", f"{BOOKINGS}/{uid}/confirm", token=token)
        people.booked.append(made)


def cancel(people: People) -> None:
    """Give up the oldest booking that stands."""
    try:
        uid, token = people.booked.popleft()
    except IndexError:
        return
    people.ask("cancel", "POST", f"{BOOKINGS}/{uid}/cancel", token=token)


def list_devices(people: People) -> None:
    """Some page of devices."""
    params = {"limit": 50, "offset": 50 * people.chance.randrange(10)}
    people.ask("list devices", "GET", DEVICES, params=params)


def look_at_device(people: People) -> None:
    """One device."""
    id = people.chance.choice(people.slots.devices)
    people.ask("a device", "GET", f"{DEVICES}/{id}")


def look_at_week(people: People) -> None:
    """What is booked in one of the coming weeks."""
    start = seeding.midnight() + timedelta(days=7 * people.chance.randrange(4))
    end = start + timedelta(days=7)
    params = {"start": start.isoformat(), "end": end.isoformat(), "limit": 200}
    people.ask("a week", "GET", BOOKINGS, params=params)


def look_at_own(people: People) -> None:
    """One's own bookings."""
    people.ask("own bookings", "GET", BOOKINGS, params={"mine": True})


def sign_in(people: People) -> None:
    """Sign in, ask who one is, sign out."""
    body = {"username": people.chance.choice(people.usernames), "password": PASSWORD}
    path = "/api/v1/auth/session-tokens"
    answer = people.answers.noted("sign in", lambda: people.client().post(path, json=body))
    if answer.status_code == 201:
        token = answer.json()["token"]
        people.ask("me", "GET", "/api/v1/auth/me", token=token)
        people.ask("sign out", "POST", "/api/v1/auth/logout", token=token)


def change_device(people: People) -> None:
    """Write a note on a device."""
    id = people.chance.choice(people.slots.devices)
    body = {"notes": f"seen {uuid4().hex}"}
    people.ask("change a device", "PATCH", f"{DEVICES}/{id}", json=body, token=people.admin_token)


def import_file(people: People) -> None:
    """Change many devices at once."""
    people.imports += 1
    text = lab.devices_file(range(IMPORTED), model=f"Model {people.imports}")
    people.ask(
        "import",
        "POST",
        "/api/v1/inventory/imports",
        params={"dry_run": False},
        files={"file": ("devices.csv", text, "text/csv")},
        token=people.admin_token,
    )


_CONFLICT = frozenset({409})

KINDS = (
    Kind("list devices", 2, list_devices),
    Kind("a device", 2, look_at_device),
    Kind("a week", 1, look_at_week),
    Kind("own bookings", 1, look_at_own),
    Kind("book", 2, book),
    Kind("book a contested hour", 0.5, contend, _CONFLICT),
    Kind("hold", 0.5, hold_and_confirm, _CONFLICT),
    Kind("cancel", 2, cancel),
    Kind("sign in", 0.2, sign_in),
    Kind("change a device", 1, change_device),
    Kind("import", 1 / 60, import_file),
)
