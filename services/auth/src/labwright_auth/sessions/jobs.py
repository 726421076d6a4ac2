"""What happens to sessions by the clock."""

from labwright_auth.sessions import queries
from labwright_chassis import clock
from labwright_chassis.db import Database


def forget_ended_sessions(database: Database) -> None:
    """Keep the table as long as the sessions that live."""
    database.unit(lambda session: queries.forget_ended(session, now=clock.now()))
