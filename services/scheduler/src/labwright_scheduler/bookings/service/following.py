"""Devices that changed under bookings: who waits for one may get it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_scheduler.bookings.service.room import appeared
from labwright_scheduler.devices import service as devices


def follow_devices(session: Session, rows: Sequence[devices.Row], *, resync: bool = False) -> None:
    """Take over device rows that are news, and hand on room on those that came back."""
    changed = devices.follow(session, rows, resync=resync)
    if changed:
        appeared(session, changed, sorted(changed), now=clock.database_now(session))
