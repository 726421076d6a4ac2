"""Runs a service's Alembic migrations, one starter at a time, and says how the schema stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, select, table, text
from sqlalchemy.orm import Session
from sqlalchemy.sql import column

from labwright_chassis.db import Database

_LOCK_SECONDS = 120
_COLLATION = "utf8mb4_bin"


class SchemaState(StrEnum):
    """Where the schema stands; a revision this code does not know counts as newer, and is fine."""

    CURRENT = "current"
    BEHIND = "behind"
    NEWER = "newer"


class Migrations:
    """The migrations in `folder`, which lead to `metadata`."""

    def __init__(self, folder: Path, metadata: MetaData) -> None:
        self.folder = folder
        self.metadata = metadata

    def upgrade(self, database: Database, revision: str = "head") -> None:
        """Bring the schema up to `revision`; a second starter waits, then finds nothing to do."""
        with self._connection(database) as connection:
            _compare_exactly(connection)
            command.upgrade(self._config(connection), revision)

    def downgrade(self, database: Database, revision: str) -> None:
        """Take the schema down to `revision` (`base` empties it)."""
        with self._connection(database) as connection:
            command.downgrade(self._config(connection), revision)

    def state(self, database: Database) -> SchemaState:
        """Compare the database's revision with the newest one here."""
        return database.read(lambda session: self.look(session)[0])

    def look(self, session: Session) -> tuple[SchemaState, str | None, str | None]:
        """How the schema stands, the database's revision, and the newest one here."""
        present = _revision(session.connection())
        head, known = self._revisions
        if present == head:
            return SchemaState.CURRENT, present, head
        behind = present is None or present in known
        return SchemaState.BEHIND if behind else SchemaState.NEWER, present, head

    @cached_property
    def _revisions(self) -> tuple[str | None, set[str]]:
        """The newest revision here, and all; read once, since every probe of readiness asks."""
        scripts = ScriptDirectory(str(self.folder))
        return scripts.get_current_head(), {script.revision for script in scripts.walk_revisions()}

    def drift(self, database: Database) -> list[str]:
        """What the tables in code have and the migrated database has not, or the other way."""
        with database.engine.connect() as connection:
            migration = MigrationContext.configure(connection, opts={"compare_type": True})
            return [str(difference) for difference in compare_metadata(migration, self.metadata)]

    def _config(self, connection: Connection) -> Config:
        config = Config()
        config.set_main_option("script_location", str(self.folder))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        config.attributes["metadata"] = self.metadata
        return config

    @contextmanager
    def _connection(self, database: Database) -> Iterator[Connection]:
        sqlite = database.engine.dialect.name == "sqlite"
        with database.engine.connect() as connection:
            if sqlite:
                with _without_foreign_keys(connection):
                    yield connection
            else:
                with _alone(connection):
                    yield connection


def run_env() -> None:
    """Body of every service's `migrations/env.py`: migrate on the connection handed in."""
    env: EnvironmentContext = context  # type: ignore[assignment]
    connection: Connection = env.config.attributes["connection"]
    sqlite = connection.dialect.name == "sqlite"
    env.configure(
        connection=connection,
        target_metadata=env.config.attributes["metadata"],
        render_as_batch=sqlite,
        compare_type=True,
        transactional_ddl=sqlite,
    )
    with env.begin_transaction():
        env.run_migrations()
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"The migration left dangling references: {broken[:5]}")


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    # A batch rebuild drops the old table; with foreign keys on, its children would go with it.
    # The pragma does nothing inside a transaction, hence on the bare driver connection.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _compare_exactly(connection: Connection) -> None:
    """Have tables made from now on tell `Munster` from `Münster`, whatever the server prefers."""
    if connection.dialect.name == "sqlite":
        return
    if connection.scalar(text("SELECT @@collation_database")) != _COLLATION:
        connection.execute(text(f"ALTER DATABASE CHARACTER SET utf8mb4 COLLATE {_COLLATION}"))
    connection.commit()


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    name = "labwright-migrate-" + (connection.engine.url.database or "")
    held = connection.scalar(
        text("SELECT GET_LOCK(:name, :wait)"), {"name": name[:64], "wait": _LOCK_SECONDS}
    )
    connection.commit()
    if held != 1:
        raise RuntimeError(f"Another migration of {connection.engine.url.database} is running.")
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("SELECT RELEASE_LOCK(:name)"), {"name": name[:64]})
        connection.commit()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))
