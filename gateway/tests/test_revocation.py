"""Who lost the sign-in is forgotten at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import aio_pika
import pytest

from labwright_contracts import catalogue
from labwright_contracts.auth import Identity, SessionRevoked
from labwright_contracts.envelope import Envelope
from labwright_gateway.identity.revocations import Revocations

DEVICES = "/api/v1/inventory/devices"
BOOKINGS = "/api/v1/scheduler/bookings"
ADA = "lws_ada_0123456789abcdef"
BOB = "lws_bob_0123456789abcdef"

ADA_S_SESSION = SessionRevoked(user_id=7, session_id="s7", reason="signed out")
ADA_HERSELF = SessionRevoked(user_id=7, reason="password changed")


def _revoke(lab, event: SessionRevoked) -> None:
    lab.loop.call(lab.gateway.revoke, event)


@pytest.mark.parametrize("event", [ADA_S_SESSION, ADA_HERSELF])
def test_a_revocation_evicts_at_once(lab, door, ada, event):
    door.get(DEVICES, headers=ada)
    del lab.people.people[ADA]
    assert door.get(DEVICES, headers=ada).status_code == 200
    _revoke(lab, event)
    assert door.get(DEVICES, headers=ada).status_code == 401


def test_who_is_unknown_at_one_service_is_forgotten_at_all(lab, door, ada):
    door.get(DEVICES, headers=ada)
    del lab.people.people[ADA]
    assert door.get(BOOKINGS, headers=ada).status_code == 401
    assert door.get(DEVICES, headers=ada).status_code == 401


def test_a_revocation_concerns_nobody_else(lab, door, ada):
    lab.people.add(BOB, user_id=8, session_id="s8")
    bob = {"Authorization": f"Bearer {BOB}"}
    for headers in (ada, bob):
        door.get(DEVICES, headers=headers)
    _revoke(lab, ADA_HERSELF)
    _revoke(lab, SessionRevoked(user_id=8, session_id="another", reason="signed out"))
    door.get(DEVICES, headers=bob)
    assert len(lab.people.asked) == 2


def test_a_revoked_identity_is_not_served_while_auth_is_away_either(lab, door, ada):
    door.get(DEVICES, headers=ada)
    _revoke(lab, ADA_S_SESSION)
    lab.people.broken = True
    assert door.get(DEVICES, headers=ada).status_code == 503


@pytest.mark.parametrize("event", [ADA_S_SESSION, ADA_HERSELF])
def test_a_revocation_beats_a_fill_under_way(lab, door, ada, eventually, event):
    release = lab.hold_identities()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(door.get, DEVICES, headers=ada)
        eventually(lambda: lab.people.asked)
        # Auth has looked already, and its answer is still on its way when the session ends.
        del lab.people.people[ADA]
        _revoke(lab, event)
        release()
        assert answer.result().status_code == 401
    assert not lab.inventory.requests


def test_a_changed_person_goes_on_with_what_auth_says_after_the_change(lab, door, ada, eventually):
    release = lab.hold_identities()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(door.get, DEVICES, headers=ada)
        eventually(lambda: lab.people.asked)
        _revoke(lab, ADA_HERSELF)
        release()
        assert answer.result().status_code == 200
    assert len(lab.people.asked) == 2


def test_the_latest_revocations_are_remembered_for_a_minute(clock):
    revocations = Revocations(clock)
    identity = Identity(
        user_id=7, session_id="s7", token="t", expires_at=datetime.now(UTC) + timedelta(hours=1)
    )
    mark = revocations.mark()
    revocations.add("session/s7")
    clock.advance(60)
    revocations.add("session/other")
    assert revocations.concern_since(mark, identity)
    assert not revocations.concern_since(revocations.mark(), identity)
    clock.advance(1)
    revocations.add("session/another")
    assert not revocations.concern_since(mark, identity)


async def _publish(url: str, body: bytes) -> None:
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange(catalogue.exchange("auth"))
        envelope = Envelope(
            id=uuid4(),
            source="/auth",
            type=catalogue.SESSION_REVOKED,
            subject="user/7",
            time=datetime.now(UTC),
        )
        message = aio_pika.Message(body, headers=dict(envelope.to_headers()))
        await exchange.publish(message, catalogue.SESSION_REVOKED)


def test_a_broadcast_revocation_reaches_every_gateway(lab, ada, broker_vhost, eventually):
    doors = [lab.open_gateway(amqp_url=broker_vhost) for _ in range(2)]
    for door in doors:
        _wait_until_heard(door, eventually)
        door.get(DEVICES, headers=ada)
    del lab.people.people[ADA]
    asyncio.run(_publish(broker_vhost, ADA_S_SESSION.model_dump_json().encode()))
    for door in doors:
        eventually(lambda door=door: door.get(DEVICES, headers=ada).status_code == 401)


def test_an_unreadable_broadcast_empties_the_cache(lab, ada, broker_vhost, eventually):
    door = lab.open_gateway(amqp_url=broker_vhost)
    _wait_until_heard(door, eventually)
    door.get(DEVICES, headers=ada)
    del lab.people.people[ADA]
    asyncio.run(_publish(broker_vhost, b"{}"))
    eventually(lambda: door.get(DEVICES, headers=ada).status_code == 401)


def test_the_cache_empties_when_the_broker_is_found_again(
    lab, ada, broker_server, broker_vhost, eventually
):
    door = lab.open_gateway(amqp_url=broker_vhost)
    _wait_until_heard(door, eventually)
    door.get(DEVICES, headers=ada)
    del lab.people.people[ADA]
    broker_server.delete_vhost(broker_vhost.rsplit("/", 1)[1])
    eventually(lambda: not lab.gateway.hears_revocations)
    assert door.get(DEVICES, headers=ada).status_code == 200
    broker_server.create_vhost(broker_vhost.rsplit("/", 1)[1])
    _wait_until_heard(door, eventually)
    assert door.get(DEVICES, headers=ada).status_code == 401


def test_a_missing_broker_keeps_nobody_out(lab, ada, clock):
    """Without a broker the gateway is ready, and believes an identity for five seconds."""
    door = lab.open_gateway(amqp_url="amqp://guest:guest@127.0.0.1:1/")
    assert door.get("/readyz").status_code == 200
    assert door.get(DEVICES, headers=ada).status_code == 200
    del lab.people.people[ADA]
    clock.advance(5)
    assert door.get(DEVICES, headers=ada).status_code == 401
    assert door.get("/api/v1/status").json()["gateway"]["revocations"] == "broker away"


def _wait_until_heard(door, eventually) -> None:
    def connected() -> bool:
        status = door.get("/api/v1/status").json()
        return status["gateway"]["revocations"] == "connected"

    eventually(connected)
