"""What the clock does to contents that nobody has."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from labwright_chassis import clock
from labwright_chassis.db import Database
from labwright_chassis.worker import Job
from labwright_inventory.attachments import queries
from labwright_inventory.attachments.adapters import create_store
from labwright_inventory.attachments.service import Store
from labwright_inventory.settings import InventorySettings

_AT_ONCE = 500
_MAY_ARRIVE = timedelta(hours=1)


def jobs(settings: InventorySettings) -> list[Job]:
    """The jobs of this feature."""
    sweep = partial(sweep_contents, store=create_store(settings))
    return [Job("sweep-attachments", timedelta(hours=1), sweep)]


def sweep_contents(
    database: Database, *, store: Store, older_than: timedelta = _MAY_ARRIVE
) -> None:
    """Delete contents without a row: a file taken off, or one whose row never was written.

    What is younger may belong to a request that has not committed yet.
    """
    before = clock.now() - older_than
    for keys in _portions(store.listed(), before):
        known = database.read(lambda session, keys=keys: queries.known_keys(session, keys))  # type: ignore[misc]
        for key in keys:
            if key not in known:
                store.delete(key)


def _portions(found: Iterable[tuple[str, datetime]], before: datetime) -> Iterator[list[str]]:
    old = (key for key, written in found if written < before)
    while portion := list(islice(old, _AT_ONCE)):
        yield portion
