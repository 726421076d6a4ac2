"""Inventory's tables, where its migrations are, and which unique constraint a write has broken."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase

from labwright_chassis import tables
from labwright_chassis.columns import create_metadata
from labwright_chassis.errors import DomainError

MIGRATIONS = Path(__file__).parents[2] / "migrations"

_SQLITE = "UNIQUE constraint failed: "


class Base(DeclarativeBase):
    """Base of inventory's mapped classes."""

    metadata = create_metadata()


tables.add_to(Base.metadata)


@contextmanager
def translated(errors: Mapping[str, DomainError]) -> Iterator[None]:
    """Turn a broken unique constraint into the error that stands for it."""
    try:
        yield
    except IntegrityError as error:
        name = broken_constraint(error)
        if name is None or name not in errors:
            raise
        raise errors[name] from error


def broken_constraint(error: IntegrityError) -> str | None:
    """Name of the unique constraint that refused a row; None for any other refusal."""
    text = str(error.orig.args[-1]) if error.orig is not None else ""
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, UniqueConstraint) and _is_meant(constraint, text):
                return str(constraint.name)
    return None


def _is_meant(constraint: UniqueConstraint, text: str) -> bool:
    # SQLite lists the columns. MariaDB and MySQL end with the key's name, after the value, which
    # may hold anything.
    columns = ", ".join(f"{constraint.table.name}.{column.name}" for column in constraint.columns)
    if text.startswith(_SQLITE):
        return text.removeprefix(_SQLITE) == columns
    name = text.rpartition(" for key '")[2].removesuffix("'").rpartition(".")[2]
    return name == constraint.name
