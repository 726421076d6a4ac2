"""Migrations: up, down, one starter at a time, and SQLite's traps."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from labwright_chassis.columns import create_metadata
from labwright_chassis.db import Database
from labwright_chassis.migrations import Migrations, SchemaState
from labwright_chassis.testing.servers import MakeDatabase

from .things import under_way, wait_until

ENV = "from labwright_chassis.migrations import run_env\n\nrun_env()\n"

FIRST = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0001", None

def upgrade():
    op.create_table(
        "parent",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(20), nullable=False),
    )
    op.create_table(
        "child",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["parent.id"], ondelete="CASCADE", name="fk_child_parent_id"
        ),
    )

def downgrade():
    op.drop_table("child")
    op.drop_table("parent")
"""

SECOND = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0002", "0001"

def upgrade():
    with op.batch_alter_table("parent", recreate="auto") as table:
        table.alter_column("name", existing_type=sa.String(20), type_=sa.String(40),
                           existing_nullable=False)
        table.add_column(sa.Column("note", sa.String(20)))

def downgrade():
    with op.batch_alter_table("parent", recreate="auto") as table:
        table.drop_column("note")
        table.alter_column("name", existing_type=sa.String(40), type_=sa.String(20),
                           existing_nullable=False)
"""

FAILING = """
from alembic import op
revision, down_revision = "0003", "0002"

def upgrade():
    op.drop_table("child")
    raise ValueError("half way")
"""

DANGLING = """
from alembic import op
revision, down_revision = "0003", "0002"

def upgrade():
    op.execute("DELETE FROM parent")
"""


def metadata() -> sa.MetaData:
    tables = create_metadata()
    sa.Table(
        "parent",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("note", sa.String(20)),
    )
    sa.Table(
        "child",
        tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.ForeignKey("parent.id", ondelete="CASCADE"), nullable=False),
    )
    return tables


Write = Callable[..., Migrations]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a folder of migrations."""

    def write_folder(*scripts: str) -> Migrations:
        folder = tmp_path / f"migrations-{uuid4().hex}"
        (folder / "versions").mkdir(parents=True)
        (folder / "env.py").write_text(ENV)
        for number, script in enumerate(scripts, start=1):
            (folder / "versions" / f"20261120_000{number}_step.py").write_text(script)
        return Migrations(folder, metadata())

    return write_folder


@pytest.fixture(params=["sqlite", "mariadb"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    url = f"sqlite:///{tmp_path}/empty.sqlite3"
    if request.param == "mariadb":
        make: MakeDatabase = request.getfixturevalue("make_database")
        url = make("migrated")
    database = Database(url)
    yield database
    database.dispose()


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/empty.sqlite3")
    yield database
    database.dispose()


def tables_of(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names())


def populate(database: Database) -> None:
    def fill(session: sa.orm.Session) -> None:
        session.execute(sa.text("INSERT INTO parent (id, name) VALUES (1, 'a'), (2, 'b')"))
        session.execute(sa.text("INSERT INTO child (id, parent_id) VALUES (1, 1), (2, 2)"))

    database.unit(fill)


def children(database: Database) -> int:
    counted = sa.text("SELECT COUNT(*) FROM child")
    return database.read(lambda session: session.scalar(counted)) or 0


def test_the_schema_is_brought_up_and_taken_down(empty: Database, write: Write) -> None:
    migrations = write(FIRST, SECOND)
    migrations.upgrade(empty)
    assert tables_of(empty) == {"alembic_version", "parent", "child"}
    migrations.downgrade(empty, "0001")
    assert "note" not in {c["name"] for c in sa.inspect(empty.engine).get_columns("parent")}
    migrations.downgrade(empty, "base")
    assert tables_of(empty) == {"alembic_version"}


def test_a_schema_that_is_current_stays_as_it_is(empty: Database, write: Write) -> None:
    migrations = write(FIRST, SECOND)
    migrations.upgrade(empty)
    populate(empty)
    migrations.upgrade(empty)
    assert children(empty) == 2


def test_a_rebuilt_parent_keeps_its_children(empty: Database, write: Write) -> None:
    migrations = write(FIRST, SECOND)
    migrations.upgrade(empty, "0001")
    populate(empty)
    migrations.upgrade(empty)
    assert children(empty) == 2
    migrations.downgrade(empty, "0001")
    assert children(empty) == 2


def test_references_are_kept_again_after_a_migration(empty: Database, write: Write) -> None:
    write(FIRST, SECOND).upgrade(empty)
    orphan = sa.text("INSERT INTO child (id, parent_id) VALUES (1, 99)")
    with pytest.raises(sa.exc.IntegrityError):
        empty.unit(lambda s: s.execute(orphan))


def test_the_state_of_a_schema_is_told(empty: Database, write: Write) -> None:
    old, new = write(FIRST), write(FIRST, SECOND)
    assert new.state(empty) is SchemaState.BEHIND
    old.upgrade(empty)
    assert (old.state(empty), new.state(empty)) == (SchemaState.CURRENT, SchemaState.BEHIND)
    new.upgrade(empty)
    assert (old.state(empty), new.state(empty)) == (SchemaState.NEWER, SchemaState.CURRENT)


def test_drift_between_code_and_database_is_named(empty: Database, write: Write) -> None:
    migrations = write(FIRST, SECOND)
    migrations.upgrade(empty, "0001")
    assert any("note" in difference for difference in migrations.drift(empty))
    migrations.upgrade(empty)
    assert migrations.drift(empty) == []


STARTER = """
import sys
from pathlib import Path
from sqlalchemy import MetaData
from labwright_chassis.db import Database
from labwright_chassis.migrations import Migrations
database = Database(sys.argv[2])
sys.stdin.readline()
Migrations(Path(sys.argv[1]), MetaData()).upgrade(database)
"""


def test_of_two_starters_one_migrates_and_the_other_finds_it_done(
    empty: Database, write: Write
) -> None:
    migrations = write(FIRST, SECOND)
    url = empty.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", STARTER, str(migrations.folder), url]
    starters = [subprocess.Popen(command, stdin=subprocess.PIPE) for _ in range(2)]
    for starter in starters:
        assert starter.stdin is not None
        starter.stdin.write(b"now\n")
        starter.stdin.close()
    assert [starter.wait(60) for starter in starters] == [0, 0]
    assert migrations.state(empty) is SchemaState.CURRENT


def test_a_starter_waits_while_another_migrates(write: Write, make_database: MakeDatabase) -> None:
    database, migrations = Database(make_database("migrated")), write(FIRST)
    lock = f"labwright-migrate-{database.engine.url.database}"
    starter = threading.Thread(target=migrations.upgrade, args=(database,))
    with database.engine.connect() as other:
        assert other.scalar(sa.text("SELECT GET_LOCK(:lock, 0)"), {"lock": lock}) == 1
        starter.start()
        wait_until(lambda: under_way(database, "SELECT GET_LOCK%"))
        assert tables_of(database) == set()
        other.execute(sa.text("SELECT RELEASE_LOCK(:lock)"), {"lock": lock})
    starter.join(60)
    assert migrations.state(database) is SchemaState.CURRENT
    database.dispose()


UNIQUE = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0001", None

def upgrade():
    op.create_table("parent", sa.Column("name", sa.String(20), primary_key=True))
"""


def test_names_are_told_apart_whatever_the_database_was_made_with(
    write: Write, make_database: MakeDatabase
) -> None:
    database = Database(make_database("migrated"))
    plainly = "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
    database.unit(lambda session: session.execute(sa.text(plainly)))
    write(UNIQUE).upgrade(database)
    insert = sa.text("INSERT INTO parent (name) VALUES ('Munster'), ('Münster'), ('abc'), ('ABC')")
    database.unit(lambda session: session.execute(insert))
    with pytest.raises(sa.exc.IntegrityError):
        database.unit(lambda s: s.execute(sa.text("INSERT INTO parent (name) VALUES ('abc')")))
    database.dispose()


@pytest.mark.parametrize("broken", [FAILING, DANGLING], ids=["failing", "dangling"])
def test_a_migration_that_fails_leaves_sqlite_unchanged(
    empty_sqlite: Database, write: Write, broken: str
) -> None:
    write(FIRST, SECOND).upgrade(empty_sqlite)
    populate(empty_sqlite)
    with pytest.raises((ValueError, RuntimeError), match=r"half way|dangling"):
        write(FIRST, SECOND, broken).upgrade(empty_sqlite)
    assert children(empty_sqlite) == 2
    assert write(FIRST, SECOND).state(empty_sqlite) is SchemaState.CURRENT


def test_a_migration_that_fails_lets_the_next_starter_in(empty: Database, write: Write) -> None:
    write(FIRST, SECOND).upgrade(empty)
    failing = FAILING.replace('op.drop_table("child")', "pass")
    for _ in range(2):
        with pytest.raises(ValueError, match="half way"):
            write(FIRST, SECOND, failing).upgrade(empty)
    assert write(FIRST, SECOND).state(empty) is SchemaState.CURRENT
