"""Several copies of a service behind one name."""

import socket
from collections import Counter
from contextlib import ExitStack

import pytest

from labwright_chassis.serve import LEAVING
from labwright_gateway import copies, errors
from labwright_gateway.copies import Copies

DEVICES = "/api/v1/inventory/devices"
ADDRESSES = ["127.0.0.1", "127.0.0.2", "127.0.0.3"]


@pytest.fixture
def name(monkeypatch):
    """A name that stands for addresses, which a test may change."""
    found = list(ADDRESSES)

    async def resolve(host, port):
        if not found:
            raise OSError("no such name")
        return list(found)

    monkeypatch.setattr(copies, "resolve", resolve)
    return found


class Named:
    """A small service that says which copy it is."""

    def __init__(self, address: str) -> None:
        self.address = address

    async def __call__(self, scope, receive, send) -> None:
        headers = [(b"content-length", b"9"), (b"x-host", dict(scope["headers"])[b"host"])]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.address.encode()})


@pytest.fixture
def port() -> int:
    with ExitStack() as stack:
        probe = stack.enter_context(socket.socket())
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def door(lab, name, port):
    for address in ADDRESSES:
        lab.start_at(address, port, Named(address))
    return lab.open_gateway(inventory_url=f"http://inventory.lab:{port}")


def test_requests_spread_evenly(door, port):
    answers = [door.get(DEVICES) for _ in range(9)]
    assert Counter(answer.text for answer in answers) == dict.fromkeys(ADDRESSES, 3)
    assert {answer.headers["x-host"] for answer in answers} == {f"inventory.lab:{port}"}


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_dead_copy_is_passed_over_for_every_method(lab, door, method):
    lab.servers.pop("127.0.0.2").stop()
    answers = [door.request(method, DEVICES) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 6
    assert {answer.text for answer in answers} == {"127.0.0.1", "127.0.0.3"}


def test_a_body_is_whole_when_another_copy_takes_it(lab, door):
    for address in ADDRESSES[:2]:
        lab.servers.pop(address).stop()
    answers = [door.post("/api/v1/inventory/imports", content=b"x" * 500_000) for _ in range(3)]
    assert [answer.text for answer in answers] == ["127.0.0.3"] * 3


def test_a_name_that_is_lost_keeps_its_addresses(name, monkeypatch, loop):
    known = Copies(("inventory.lab", 80))
    before = set(loop.run(known.in_order()))
    name.clear()
    monkeypatch.setattr(copies, "KEPT_SECONDS", -1)
    loop.run(known.in_order())
    assert set(loop.run(known.in_order())) == before == {f"http://{a}:80" for a in ADDRESSES}


def test_new_copies_are_found(name, monkeypatch, loop, eventually):
    monkeypatch.setattr(copies, "KEPT_SECONDS", -1)
    known = Copies(("inventory.lab", 80))
    loop.run(known.in_order())
    name[:] = ["::1"]
    eventually(lambda: loop.run(known.in_order()) == ["http://[::1]:80"])


def test_an_unknown_name_is_no_connection(name, loop):
    name.clear()
    with pytest.raises(errors.Unreachable):
        loop.run(Copies(("nowhere.lab", 80)).in_order())


def test_a_copy_to_avoid_comes_last_for_a_while(name, monkeypatch, loop):
    known = Copies(("inventory.lab", 80))
    known.avoid("http://127.0.0.1:80")
    assert {loop.run(known.in_order())[-1] for _ in range(3)} == {"http://127.0.0.1:80"}
    monkeypatch.setattr(copies, "AVOIDED_SECONDS", -1)
    assert len({loop.run(known.in_order())[-1] for _ in range(3)}) == 3


def test_an_address_needs_no_resolver(name, loop):
    name.clear()
    assert loop.run(Copies(("::1", 8000)).in_order()) == ["http://[::1]:8000"]


def test_a_name_that_is_unknown_leaves_the_others(name, loop):
    name.clear()
    known = Copies(("nowhere.lab", 80), ("127.0.0.1", 8000))
    assert loop.run(known.in_order()) == ["http://127.0.0.1:8000"]


def test_names_are_looked_up_again_when_nobody_answers(name, monkeypatch, loop):
    known = Copies(("inventory.lab", 80))
    loop.run(known.in_order())
    name[:] = ["::1"]
    assert not known.look_again()
    monkeypatch.setattr(copies, "LOOKED_AGAIN_SECONDS", 0)
    assert known.look_again()
    assert loop.run(known.in_order()) == ["http://[::1]:80"]


def test_fixed_addresses_are_not_looked_up_again(loop):
    assert not Copies(("127.0.0.1", 80)).look_again()


class Leaving(Named):
    """A copy that says that it is about to stop."""

    async def __call__(self, scope, receive, send) -> None:
        headers = [(b"content-length", b"9"), (LEAVING.lower().encode(), b"127.0.0.1:1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.address.encode()})


def test_a_copy_that_leaves_gets_nothing_more_while_others_stand(lab, name, port, monkeypatch):
    monkeypatch.setattr(copies, "AVOIDED_SECONDS", 600)
    for address in ADDRESSES:
        kind = Leaving if address == "127.0.0.2" else Named
        lab.start_at(address, port, kind(address))
    door = lab.open_gateway(inventory_url=f"http://inventory.lab:{port}")
    answers = [door.get(DEVICES).text for _ in range(9)]
    assert answers.count("127.0.0.2") == 1
