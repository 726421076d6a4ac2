"""What happens to links by the clock."""

from labwright_auth.links import queries
from labwright_chassis import clock
from labwright_chassis.db import Database


def forget_expired_links(database: Database) -> None:
    """Keep the table as long as the links that hold."""
    database.unit(lambda session: queries.forget_expired(session, now=clock.now()))
