"""The scheduler's tables and where its migrations are."""

from pathlib import Path

from sqlalchemy.orm import DeclarativeBase

from labwright_chassis import tables
from labwright_chassis.columns import create_metadata

MIGRATIONS = Path(__file__).parents[2] / "migrations"


class Base(DeclarativeBase):
    """Base of the scheduler's mapped classes."""

    metadata = create_metadata()


tables.add_to(Base.metadata, mail=True, settings=True)
