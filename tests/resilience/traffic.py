"""A small bounded load through the gateway, which remembers every request and its outcome."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import httpx2

from tests.dev.processes import ADMIN
from tests.journeys.person import Person, at, eventually

# Each client pauses so long between two requests; there are six.
PAUSE_SECONDS = 0.2
BOOKINGS = "/api/v1/scheduler/bookings"
# No answer at all: the connection was refused or lost.
NOTHING = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """One request: which service, how, and what came back."""

    service: str
    method: str
    status: int

    @property
    def failed(self) -> bool:
        """Whether the platform let it down."""
        return self.status == NOTHING or self.status >= 500


@dataclass
class Traffic:
    """What was asked and answered so far, and the bookings that were promised."""

    devices: list[int]
    seen: list[Seen] = field(default_factory=list)
    promised: set[str] = field(default_factory=set)

    def failures(self, *, since: int = 0) -> Counter[Seen]:
        """How often each kind of request failed, from the request of that number on."""
        return Counter(seen for seen in self.seen[since:] if seen.failed)

    def ask(self, client: Person, service: str, method: str, path: str, **words: Any) -> Any:
        """Send a request and remember it; the answer's body where it is a good one."""
        try:
            answer = client.request(method, f"/api/v1/{service}{path}", **words)
        except httpx2.HTTPError:
            self.seen.append(Seen(service, method, NOTHING))
            return None
        self.seen.append(Seen(service, method, answer.status_code))
        assert answer.is_success or answer.status_code >= 500, answer.text
        return answer.json() if answer.is_success else None

    def wait_until_well(self, *, seconds: float) -> None:
        """Wait for many requests in a row, of each kind, without a failure."""
        kinds = {(seen.service, seen.method) for seen in self.seen}

        def well() -> bool:
            last = self.seen[-len(kinds) * 6 :]
            asked = {(seen.service, seen.method) for seen in last}
            return asked == kinds and not any(seen.failed for seen in last)

        eventually(well, seconds=seconds)

    def wait_for_requests(self, number: int, *, seconds: float = 120) -> None:
        """Wait until so many more were answered or failed."""
        wanted = len(self.seen) + number
        eventually(lambda: len(self.seen) >= wanted, seconds=seconds)

    def check_bookings(self, admin: Person) -> None:
        """Every promised booking is there, and no hour of a device is booked twice."""
        there, hours = set(), Counter[tuple[int, str]]()
        for device in self.devices:
            for booking in _all_bookings(admin, device):
                there.add(booking["id"])
                slots = (s for s in booking["slots"] if s["device_id"] == device)
                hours.update((device, slot["start"]) for slot in slots)
        assert self.promised <= there
        assert [hour for hour, times in hours.items() if times > 1] == []


@contextmanager
def flowing(address: str) -> Iterator[Traffic]:
    """Traffic until the end of the context: bookings, changes of devices, reads of each service.

    Afterwards every promised booking has been looked for.
    """
    with ExitStack() as stack:
        admin = stack.enter_context(Person(address)).sign_in(*ADMIN)
        kind = admin.make_type()
        traffic = Traffic([admin.make_device(kind) for _ in range(3)])
        stop = threading.Event()
        failed: list[BaseException] = []
        clients = []
        for work in _works(traffic):
            person = stack.enter_context(Person(address)).sign_in(*ADMIN)
            run = _repeating(work, person, stop, failed)
            clients.append(threading.Thread(target=run, daemon=True))
        for client in clients:
            client.start()
        try:
            traffic.wait_for_requests(30)
            yield traffic
        finally:
            stop.set()
            for client in clients:
                client.join(60)
        assert failed == []
        traffic.check_bookings(admin)


def _works(traffic: Traffic) -> list[Callable[[Person], None]]:
    first, hours = datetime.fromisoformat(at(0)), count()

    def book(person: Person) -> None:
        start = first + timedelta(hours=next(hours))
        time = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
        slots = [{"device_id": device, **time} for device in traffic.devices[:2]]
        body = {"title": "Load", "slots": slots}
        answer = traffic.ask(person, "scheduler", "POST", "/bookings", json=body)
        if answer is not None:
            traffic.promised.add(answer["id"])

    def change(person: Person) -> None:
        name = f"Load {uuid4().hex[:8]}"
        path = f"/devices/{traffic.devices[2]}"
        traffic.ask(person, "inventory", "PATCH", path, json={"name": name})

    def read(service: str, path: str) -> Callable[[Person], None]:
        return lambda person: traffic.ask(person, service, "GET", path)

    return [
        book,
        book,
        change,
        read("scheduler", "/bookings?mine=true&limit=5"),
        read("inventory", "/devices?limit=5"),
        read("auth", "/me"),
    ]


def _repeating(
    work: Callable[[Person], None],
    person: Person,
    stop: threading.Event,
    failed: list[BaseException],
) -> Callable[[], None]:
    def run() -> None:
        try:
            while not stop.wait(PAUSE_SECONDS):
                work(person)
        except BaseException as error:  # told by the thread that waits
            failed.append(error)

    return run


def _all_bookings(admin: Person, device: int) -> Iterator[dict[str, Any]]:
    offset = 0
    while True:
        words = {"device_id": device, "limit": 100, "offset": offset, "ordering": "start"}
        page = admin.get(BOOKINGS, params=words).json()
        yield from page["results"]
        offset += len(page["results"])
        if not page["results"]:
            return
