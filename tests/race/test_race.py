"""The race proof in short; `make race SECONDS=600` runs it at length."""

import pytest
from sqlalchemy import select

from labwright_scheduler.devices import queries
from tests.race.run import run

# A race that is lost once is lost: nothing here is tried again.
pytestmark = pytest.mark.flaky(reruns=0)

# Sixteen processes need some of it to start where the machine is busy.
SECONDS = 20


@pytest.fixture(params=["sqlite", "mariadb"])
def database_url(request, tmp_path):
    """A fresh database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/race.sqlite3"
    return request.getfixturevalue("make_database")("race")


def test_no_instant_is_promised_twice_whoever_races_and_whoever_is_killed(database_url):
    outcome = run(database_url, seconds=SECONDS, kills=4)
    assert outcome.verdict.clean, outcome.verdict
    assert outcome.failures == {}, outcome
    assert outcome.answers["create 201"] > 0, outcome
    assert outcome.answers["create 409"] > 0, outcome


def test_the_check_finds_what_happens_without_the_locks(make_database, monkeypatch):
    def unlocked(session, ids):
        found = session.scalars(select(queries.Device).where(queries.Device.id.in_(ids)))
        return {device.id: device for device in found}

    monkeypatch.setattr(queries, "lock", unlocked)
    outcome = run(make_database("race"), seconds=SECONDS)
    assert outcome.verdict.overcommitted, outcome
