"""Brokers, workers and databases that go away, and what must be true afterwards."""

import threading

import pytest
from sqlalchemy import create_engine, text

from tests.journeys.person import at, eventually

pytestmark = pytest.mark.timeout(240)


def test_devices_change_while_the_broker_is_away(field):
    [first] = field.make_devices(1)
    field.settled()
    field.broker.stop()
    try:
        made = field.make_devices(5)
        field.rename(first, "changed while away")
        assert not set(made) & set(field.copy())
    finally:
        field.broker.start()
    rows = field.settled()
    assert rows[first][1] == "changed while away"


def test_a_consumer_that_starts_later_than_its_publisher_catches_up(field):
    worker = field.platform.processes["scheduler worker"]
    field.settled()
    worker.stop()
    made = field.make_devices(5)
    worker.start()
    assert set(made) <= set(field.settled())


def test_a_first_start_reads_what_was_told_before_there_was_a_queue(field):
    worker = field.platform.processes["scheduler worker"]
    made = field.make_devices(3)
    field.settled()
    worker.stop()
    field.sql("scheduler", "DELETE FROM devices")
    field.sql("scheduler", "DELETE FROM projections")
    worker.start()
    assert set(made) <= set(field.settled())


def test_every_message_sent_twice_changes_nothing(field):
    field.make_devices(3)
    before = field.settled()
    bookings = field.sql("scheduler", "SELECT COUNT(*) FROM slots")
    field.sql("inventory", "UPDATE outbox SET sent_at = NULL, position = NULL")
    eventually(
        lambda: (
            field.sql("inventory", "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL") == [(0,)]
        )
    )
    assert field.settled() == before
    assert field.sql("scheduler", "SELECT COUNT(*) FROM slots") == bookings


def test_a_fact_sent_twice_is_written_once(field):
    def entries():
        return field.sql("auth", "SELECT COUNT(*) FROM audit_entries")

    def unsent():
        return field.sql("inventory", "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL")

    field.make_devices(2)
    facts = field.sql("inventory", "SELECT COUNT(*) FROM outbox WHERE payload IS NOT NULL")
    inventory = "SELECT COUNT(*) FROM audit_entries WHERE service = 'inventory'"
    eventually(lambda: field.sql("auth", inventory) == facts)
    before = entries()
    field.sql("inventory", "UPDATE outbox SET sent_at = NULL, position = NULL")
    eventually(lambda: unsent() == [(0,)])
    [marker] = field.make_devices(1)
    target = f"SELECT COUNT(*) FROM audit_entries WHERE target = 'device/{marker}'"
    eventually(lambda: field.sql("auth", target) == [(1,)])
    assert entries()[0][0] == before[0][0] + 1


def test_a_worker_killed_between_send_and_mark_sends_again(field):
    [device] = field.make_devices(1)
    field.settled()
    worker = field.platform.processes["inventory worker"]
    engine = create_engine(field.platform.database_url("inventory"))
    with engine.connect() as holding:
        # Whoever marks rows as sent needs this one: the worker sends and then waits here.
        holding.execute(text("SELECT value FROM counters WHERE name = 'position' FOR UPDATE"))
        field.rename(device, "sent but not marked")
        eventually(lambda: field.copy()[device][1] == "sent but not marked")
        worker.kill()
        holding.rollback()
    engine.dispose()
    waiting = "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL"
    assert field.sql("inventory", waiting) != [(0,)]
    worker.start()
    eventually(lambda: field.sql("inventory", waiting) == [(0,)], seconds=120)
    assert field.settled()[device][1] == "sent but not marked"


def test_consumers_killed_under_load_lose_nothing(field):
    worker = field.platform.processes["scheduler worker"]
    ids = field.make_devices(10)
    for round in range(3):
        for id in ids:
            field.rename(id, f"round-{round}-{id}")
        worker.kill()
        worker.start()
    rows = field.settled()
    assert all(rows[id][1] == f"round-2-{id}" for id in ids)


def test_an_emptied_copy_is_built_again_under_load(field):
    ids = field.make_devices(20)
    field.settled()
    stop = threading.Event()

    def keep_changing():
        number = 0
        while not stop.is_set():
            number += 1
            field.rename(ids[number % len(ids)], f"load-{number}")

    changing = threading.Thread(target=keep_changing)
    changing.start()
    try:
        field.sql("scheduler", "DELETE FROM devices")
        field.platform.command("scheduler", "resync")
    finally:
        stop.set()
        changing.join()
    assert set(ids) <= set(field.settled())
    assert "behind []" in field.platform.command("scheduler", "drift")


def test_lost_words_about_bookings_are_made_up_for(field):
    [device, other] = field.make_devices(2)
    field.settled()
    booked = [field.admin.book((id, at(9), at(11))).json() for id in (device, other)]
    inventory = f"SELECT device_id FROM booked_slots WHERE device_id IN ({device}, {other})"
    eventually(lambda: len(field.sql("inventory", inventory)) == 2)
    field.sql("inventory", f"DELETE FROM booked_slots WHERE device_id = {device}")
    slot = booked[1]["slots"][0]["id"]
    field.sql(
        "scheduler",
        "UPDATE slots SET state = 'CANCELLED', start_at = '2020-01-01 09:00', "
        f"end_at = '2020-01-01 10:00' WHERE id = {slot}",
    )
    with pytest.raises(RuntimeError, match=rf"slots: behind \[\d+\].*over \[{slot}\]"):
        field.platform.command("inventory", "drift")
    field.platform.command("inventory", "resync")
    assert "slots: behind [], ahead []" in field.platform.command("inventory", "drift")
    refused = field.admin.delete(f"/api/v1/inventory/devices/{device}")
    assert refused.json()["type"] == "/problems/still-booked"
    assert field.admin.delete(f"/api/v1/inventory/devices/{other}").status_code == 204


def test_bookings_go_on_while_inventory_is_away(field):
    [device] = field.make_devices(1)
    field.settled()
    inventory = field.platform.processes["inventory api"]
    inventory.stop()
    try:
        away = field.admin.get("/api/v1/inventory/devices")
        assert away.status_code == 503
        assert away.headers["retry-after"]
        assert field.admin.book((device, at(9), at(11))).status_code == 201
    finally:
        inventory.start()
    eventually(lambda: field.admin.get("/api/v1/inventory/devices").status_code == 200)


def test_a_service_cannot_read_the_tables_of_another(field):
    for reader, owner in (("inventory", "scheduler"), ("scheduler", "auth")):
        database = field.platform.database_url(owner).rsplit("/", 1)[1].split("?")[0]
        with pytest.raises(Exception, match="denied"):
            field.sql(reader, f"SELECT * FROM {database}.outbox")
