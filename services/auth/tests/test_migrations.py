"""Auth's migrations: up, down, populated, and equal to the models."""

from labwright_auth.app import create_service
from labwright_chassis.db import Database
from labwright_chassis.migrations import SchemaState


def test_migrations_lead_to_what_the_models_say(database_url):
    migrations, database = create_service().migrations, Database(database_url)
    assert migrations.state(database) is SchemaState.BEHIND
    migrations.upgrade(database)
    assert migrations.state(database) is SchemaState.CURRENT
    assert migrations.drift(database) == []
    database.dispose()


def test_a_populated_database_goes_down_and_up_again(any_lab):
    any_lab.as_person("grace")
    migrations = create_service().migrations
    migrations.downgrade(any_lab.database, "base")
    assert migrations.state(any_lab.database) is SchemaState.BEHIND
    create_service().migrate(any_lab.database, any_lab.settings)
    assert any_lab.login("ada").status_code == 200
    assert any_lab.login("grace").status_code == 401


def test_an_api_on_an_old_schema_is_not_ready(any_lab):
    assert any_lab.api.get("/readyz").status_code == 200
    create_service().migrations.downgrade(any_lab.database, "base")
    assert any_lab.api.get("/readyz").status_code == 503
