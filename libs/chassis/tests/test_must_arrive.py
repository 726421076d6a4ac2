"""Facts that nothing could bring back wait for a queue; everything else goes on."""

import asyncio
import dataclasses

import aio_pika
import pytest

from labwright_chassis import clock
from labwright_chassis.outbox import uuid7
from labwright_chassis.worker.amqp import AmqpPublisher, declare_exchange
from labwright_chassis.worker.relay import Outgoing
from labwright_contracts import catalogue
from labwright_contracts.envelope import Envelope

from .things import CHANGED, SOLD


@pytest.fixture
def _must_arrive(monkeypatch):
    sold = dataclasses.replace(catalogue.BY_TYPE[SOLD], must_arrive=True)
    monkeypatch.setitem(catalogue.BY_TYPE, SOLD, sold)


def message(event_type, row):
    """A message that settles one row."""
    envelope = Envelope(
        id=uuid7(), source="/shop", type=event_type, subject="thing/1", time=clock.now()
    )
    return Outgoing(envelope, b"{}", (row,))


async def _publish(url):
    publisher = AmqpPublisher(url, "shop")
    try:
        return await publisher.publish([message(SOLD, 1), message(CHANGED, 2)])
    finally:
        await publisher.close()


async def _bind(url):
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("late", durable=True)
        await queue.bind(await declare_exchange(channel, catalogue.exchange("shop")), SOLD)


@pytest.mark.usefixtures("_must_arrive")
def test_a_fact_that_must_arrive_waits_for_its_queue(broker_vhost):
    assert asyncio.run(_publish(broker_vhost)) == [False, True]
    asyncio.run(_bind(broker_vhost))
    assert asyncio.run(_publish(broker_vhost)) == [True, True]
