"""Column types that MariaDB, MySQL and SQLite understand alike, and names for constraints."""

import unicodedata
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Enum, Integer, MetaData, String, Uuid
from sqlalchemy.dialects.mysql import DATETIME
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""SQLite can only rebuild constraints that have a name."""


def create_metadata() -> MetaData:
    """A fresh `MetaData` with the naming convention; each service has its own."""
    return MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored as UTC without offset, with microseconds.

    Both databases drop the offset of an aware datetime silently, hence: aware in, aware out, and
    a naive one is an error.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name in ("mysql", "mariadb"):
            return dialect.type_descriptor(DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A time needs an offset: {value.isoformat()}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.replace(tzinfo=UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""A row's number. SQLite only counts an INTEGER key up by itself."""

UuidText = Uuid(native_uuid=False)
"""A UUID as 32 hex characters on every database."""

JsonValue = JSON(none_as_null=True)
"""A JSON value; Python's None is SQL's NULL, not JSON's null."""


def enum_text(members: type[StrEnum], length: int = 24) -> Enum:
    """A `StrEnum` column stored as its value's text, so that a new member needs no migration."""
    return Enum(
        members,
        native_enum=False,
        length=length,
        create_constraint=False,
        values_callable=lambda kind: [member.value for member in kind],
    )


def key_text(length: int = 255) -> String:
    """A normalised key (see `normalised`)."""
    return String(length)


def normalised(text: str) -> str:
    """The form under which two spellings of a name are the same: NFKC, case folded, one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
