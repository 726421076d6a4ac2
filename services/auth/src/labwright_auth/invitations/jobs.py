"""What happens to invitations by the clock."""

from labwright_auth.invitations import queries
from labwright_chassis import clock
from labwright_chassis.db import Database


def forget_old_invitations(database: Database) -> None:
    """Keep the table as long as what somebody may still ask about."""
    database.unit(lambda session: queries.forget_old(session, now=clock.now()))
