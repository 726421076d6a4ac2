"""What happens to challenges by the clock."""

from labwright_auth.second_factor import queries
from labwright_chassis import clock
from labwright_chassis.db import Database


def forget_expired_challenges(database: Database) -> None:
    """Keep the table as long as the challenges that hold."""
    database.unit(lambda session: queries.forget_expired(session, now=clock.now()))
