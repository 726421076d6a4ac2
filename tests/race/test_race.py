"""The race proof in short; `make race SECONDS=600` runs it at length."""

from random import Random

import pytest
from sqlalchemy import select

from labwright_chassis import clock
from labwright_chassis.db import Database
from labwright_chassis.testing.identities import Identities
from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.devices import queries
from labwright_scheduler.policies import queries as rules
from tests.race import edits
from tests.race.run import failures, run
from tests.race.world import World, first_hour

# A race that is lost once is lost: nothing here is tried again.
pytestmark = pytest.mark.flaky(reruns=0)

# Sixteen processes need some of it to start where the machine is busy.
SECONDS = 15
EDITS_LAST = 5


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
    assert outcome.turned_away < outcome.attempts / 10, outcome
    assert outcome.answers["create 201"] > 0, outcome
    assert outcome.answers["create 409"] > 0, outcome


def test_the_check_finds_what_happens_without_the_locks(make_database, monkeypatch):
    def unlocked(session, ids):
        found = session.scalars(select(queries.Device).where(queries.Device.id.in_(ids)))
        return {device.id: device for device in found}

    monkeypatch.setattr(queries, "lock", unlocked)
    outcome = run(make_database("race"), seconds=SECONDS)
    assert outcome.verdict.overcommitted, outcome


def test_what_passes_while_rules_are_edited_had_a_version_that_let_it_pass(database_url):
    world = World(database_url, Identities())
    report = edits.race(database_url, world, seconds=EDITS_LAST, threads=5, seed=1)
    assert report.unexplained == []
    assert failures(report.answers) == {}, report
    assert report.edits > 1, report
    assert report.answers, report


def test_and_the_check_finds_rules_that_were_not_read_together(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path}/race.sqlite3"
    world, database = World(url, Identities()), Database(url)
    world.prepare()
    edited = edits.Edits(database, Random(1))
    booker = edits.Booker(world, world.create_api(), 1, Random(1), edited)
    now = Interval(clock.now(), first_hour())
    _, former = database.read(lambda session: rules.in_force(session, now))
    edited.change_to(3)
    together = rules.in_force
    apart = lambda session, time, kinds=(): [together(session, time)[0], former]  # noqa: E731
    monkeypatch.setattr(rules, "in_force", apart)
    booker.ask_for(2)
    assert booker.unexplained()
