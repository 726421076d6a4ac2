"""Lists and bodies, free of frameworks: page, order, free text; shapes of request and answer."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from labwright_chassis.errors import Malformed

T = TypeVar("T")

MAX_LIMIT = 500


class RequestBody(BaseModel):
    """Base of request bodies: unknown fields are an error, texts are trimmed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AnswerBody(BaseModel):
    """Base of answer bodies, read from objects."""

    model_config = ConfigDict(from_attributes=True)


class Page(BaseModel, Generic[T]):
    """`count` of all that match; `next` and `previous` are paths of this list, or null."""

    count: int
    next: str | None
    previous: str | None
    results: list[T]


class ListQuery(BaseModel):
    """What every list understands; a list adds its own filters in a subclass."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=MAX_LIMIT)
    offset: int = Field(0, ge=0, le=10_000_000)


def literal(text: str) -> str:
    """`text` for a LIKE pattern with `escape="!"`: its own `%` and `_` are no wildcards."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def contains(column: Any, text: str) -> ColumnElement[bool]:
    """Whether the column contains the text, literally, upper and lower case alike."""
    return func.lower(column).like(f"%{literal(text.lower())}%", escape="!")


def ordered(
    statement: Select[Any], ordering: str | None, columns: Mapping[str, Any], *, by: str
) -> Select[Any]:
    """Order by `name,-created_at` over the declared columns, then by `by`, the default.

    `by` should end with something unique, or pages may overlap.

    Raises:
        Malformed: a name that is not among the columns.
    """
    parts = [part.strip() for part in f"{ordering or by},{by}".split(",")]
    orders: dict[str, Any] = {}
    for part in parts:
        name = part.removeprefix("-")
        if name not in columns:
            raise Malformed.at("?ordering", f"Order by one of: {', '.join(columns)}.")
        column = columns[name]
        orders.setdefault(name, column.desc() if part.startswith("-") else column.asc())
    return statement.order_by(*orders.values())


def count(session: Session, statement: Select[Any]) -> int:
    """How many rows the statement finds, without its order and page."""
    inner = statement.order_by(None).limit(None).offset(None).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0
