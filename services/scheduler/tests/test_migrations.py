"""The scheduler's migrations: up, down, populated, and equal to the models."""

import pytest

from labwright_chassis.db import Database
from labwright_chassis.migrations import SchemaState
from labwright_chassis.testing.schemas import SchemaCopies
from labwright_scheduler.app import create_service

from .lab import at, create_lab


def test_migrations_lead_to_what_the_models_say(database_url):
    migrations, database = create_service().migrations, Database(database_url)
    assert migrations.state(database) is SchemaState.BEHIND
    migrations.upgrade(database)
    assert migrations.state(database) is SchemaState.CURRENT
    assert migrations.drift(database) == []


@pytest.mark.parametrize("kind", ["sqlite", "mariadb"])
def test_a_copied_schema_is_the_migrated_one(kind, tmp_path, make_database):
    migrations = create_service().migrations
    copies = SchemaCopies(migrations)
    for n in range(2):
        sqlite = f"sqlite:///{tmp_path}/{n}.sqlite3"
        database = Database(sqlite if kind == "sqlite" else make_database("copied"))
        copies.put_into(database)
        assert migrations.drift(database) == []
        assert migrations.state(database) is SchemaState.CURRENT


def test_a_populated_database_goes_down_and_up_again(database_url):
    lab = create_lab(database_url)
    lab.device(1)
    lab.book((1, at(9), at(10)))
    migrations = create_service().migrations
    migrations.downgrade(lab.database, "base")
    migrations.upgrade(lab.database)
    lab.device(1)
    assert lab.book((1, at(9), at(10))).status_code == 201


def test_migrating_twice_changes_nothing(database_url):
    lab = create_lab(database_url)
    lab.device(1)
    create_service().migrations.upgrade(lab.database)
    assert lab.get("/devices/1").status_code == 200
