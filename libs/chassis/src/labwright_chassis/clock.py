"""The only place that reads a clock."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import GenericFunction

from labwright_chassis.columns import UtcDateTime


def now() -> datetime:
    """This machine's clock, aware, in UTC."""
    return datetime.now(UTC)


class utc_now(GenericFunction[datetime]):  # noqa: N801  an SQL function is written in lower case
    """SQL: the database's UTC clock, with microseconds."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(utc_now, "mysql")
@compiles(utc_now, "mariadb")
def _mysql(element: utc_now, compiler: Any, **kw: Any) -> str:
    return "UTC_TIMESTAMP(6)"


@compiles(utc_now, "sqlite")
def _sqlite(element: utc_now, compiler: Any, **kw: Any) -> str:
    return "(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000')"


_NOW = select(utc_now())


def database_now(session: Session) -> datetime:
    """The database's UTC clock at this very statement: ask after the locks are taken."""
    return session.execute(_NOW).scalar_one()
