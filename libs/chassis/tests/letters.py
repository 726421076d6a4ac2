"""Dead letters of the service that keeps copies of things."""

from typing import Any

import sqlalchemy as sa

from labwright_chassis import clock, outbox, tables
from labwright_chassis.db import Database
from labwright_chassis.dead_letters import service
from labwright_chassis.dead_letters.content import Content
from labwright_chassis.dead_letters.service import Death, Failure
from labwright_chassis.tables import LetterState
from labwright_contracts.envelope import Envelope

from .things import eventually, rows_of


async def dead_letter(database: Database) -> sa.Row[Any]:
    """The newest open dead letter; waits for one."""
    await eventually(lambda: dead_letters(database))
    return dead_letters(database)[-1]


def dead_letters(database: Database) -> list[sa.Row[Any]]:
    """Those that are open."""
    return [r for r in rows_of(database, tables.dead_letters) if r.state is LetterState.OPEN]


def bury(
    database: Database, event: tuple[Envelope, bytes], *, error: str = "ValueError: no"
) -> int:
    """Keep the event as a dead letter of the mirror; its number."""
    envelope, body = event
    content = Content.of(envelope.to_headers(), body)
    failures = [Failure(clock.now(), error)]
    death = Death(outbox.uuid7().hex, "mirror.things", content, failures)
    database.unit(lambda s: service.keep(s, death))
    [letter] = [r for r in rows_of(database, tables.dead_letters) if r.key == content.key]
    id: int = letter.id
    return id


def requeue(database: Database, letter_id: int) -> None:
    """As an operator would."""
    database.unit(lambda s: service.requeue(s, letter_id, area="mirror", now=clock.now()))
