"""Answers wishes for a new password, away from the request that made them."""

from labwright_auth.passwords import service
from labwright_chassis import clock
from labwright_chassis.db import Database


def send_resets(database: Database, *, public_url: str) -> None:
    """Mail links until no wish is left."""
    while database.unit(
        lambda session: service.send_resets(session, public_url=public_url, now=clock.now())
    ):
        pass
