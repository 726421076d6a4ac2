"""What happens to counters by the clock."""

from labwright_auth.throttle import queries
from labwright_chassis import clock
from labwright_chassis.db import Database


def forget_old_counts(database: Database) -> None:
    """Keep the tables as long as what counts."""
    database.unit(lambda session: queries.forget_old(session, now=clock.now()))
