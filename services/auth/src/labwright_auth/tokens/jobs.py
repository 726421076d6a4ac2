"""What happens to personal tokens by the clock."""

from labwright_auth.tokens import queries
from labwright_chassis import clock
from labwright_chassis.db import Database


def forget_ended_tokens(database: Database) -> None:
    """Keep the table as long as the tokens that are of use to anybody."""
    database.unit(lambda session: queries.forget_ended(session, now=clock.now()))
