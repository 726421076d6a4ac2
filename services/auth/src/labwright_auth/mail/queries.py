"""Reading the log of mails."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from labwright_auth.mail.schemas import MailOut, MailQuery
from labwright_chassis.lists import count
from labwright_chassis.tables import mails

_SHOWN = [mails.c[name] for name in MailOut.model_fields]  # never the text, which may open things


def page(session: Session, query: MailQuery) -> tuple[Sequence[Row[Any]], int]:
    """Mails that match, the newest first, and how many: two statements."""
    statement = select(*_SHOWN)
    if query.state:
        statement = statement.where(mails.c.state.in_(query.state))
    if query.kind:
        statement = statement.where(mails.c.kind.in_(query.kind))
    rows = statement.order_by(mails.c.id.desc()).limit(query.limit).offset(query.offset)
    return session.execute(rows).all(), count(session, statement)
