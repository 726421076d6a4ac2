"""The soak itself: deeds at their rates, looks in between."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from bench.slots import FreeSlots
from bench.soak import samples
from bench.soak.answers import Answers
from bench.soak.people import KINDS, Kind, People
from bench.soak.samples import Sample
from bench.stand import Stand

THREADS = 32


def soak(stand: Stand, *, minutes: float, every_seconds: float) -> tuple[People, list[Sample]]:
    """Let people work for so long and look every so often; who worked, and what was seen."""
    people = People(
        address=stand.platform.address,
        admin_token=stand.token,
        tokens=list(stand.people.values()),
        usernames=_usernames(stand),
        slots=FreeSlots(stand.devices),
        answers=Answers(),
    )
    seen = []
    started = time.monotonic()
    stop = threading.Event()
    with ThreadPoolExecutor(THREADS) as pool:
        clocks = [
            threading.Thread(target=_keep_doing, args=(kind, people, pool, stop)) for kind in KINDS
        ]
        for clock in clocks:
            clock.start()
        try:
            while (left := started + minutes * 60 - time.monotonic()) > 0:
                stop.wait(min(left, every_seconds))
                seen.append(samples.look(stand, people.answers, started))
                print(f"{seen[-1].minute:5.1f} min: {_words(seen[-1])}", flush=True)
        finally:
            stop.set()
            for clock in clocks:
                clock.join()
    return people, seen


def _keep_doing(
    kind: Kind, people: People, pool: ThreadPoolExecutor, stop: threading.Event
) -> None:
    """Begin a deed at its time, whether or not the one before is done."""
    due = time.monotonic()
    while not stop.wait(max(0.0, due - time.monotonic())):
        pool.submit(kind.do, people).add_done_callback(people.done)
        due += 1 / kind.rate


def _words(sample: Sample) -> str:
    asked = sum(int(kind["count"]) for kind in sample.latencies.values())
    return (
        f"{asked} answers, {sum(sample.queues.values())} messages and"
        f" {sum(sample.outboxes.values())} events waiting, {sum(sample.pss.values()):.0f} MB"
    )


def _usernames(stand: Stand) -> list[str]:
    names = []
    for token in stand.people.values():
        with stand.person(token) as person:
            names.append(person.get("/api/v1/auth/me").json()["username"])
    return names
