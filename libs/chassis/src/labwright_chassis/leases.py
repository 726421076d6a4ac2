"""One runner at a time, by a row that says who and until when.

A lease saves double work; it is never what makes work safe, since a holder may pause and wake up
after its time.
"""

import os
import socket
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import and_, or_, update
from sqlalchemy.orm import Session

from labwright_chassis import clock
from labwright_chassis.db import Database, insert_new, rows_changed
from labwright_chassis.tables import leases


class Lease:
    """A claim on `name`, renewed when half of `lasting` has gone."""

    def __init__(self, name: str, lasting: timedelta) -> None:
        self._name = name
        self._lasting = lasting
        self._me = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:8]}"
        self._held_until = clock.now()

    def hold(self, database: Database) -> bool:
        """Whether this process holds the lease now; takes or renews it when it can."""
        if self._held_until - clock.now() > self._lasting / 2:
            return True
        until = clock.now() + self._lasting
        if database.unit(lambda session: self._take(session, until)):
            self._held_until = until
            return True
        return False

    def release(self, database: Database) -> None:
        """Let another process take over at once; nothing happens unless it is held."""
        if self._held_until < clock.now():
            return
        self._held_until = clock.now()
        mine = and_(leases.c.name == self._name, leases.c.holder == self._me)
        database.unit(
            lambda session: session.execute(
                update(leases).where(mine).values(held_until=clock.now())
            )
        )

    def _take(self, session: Session, until: object) -> bool:
        free = or_(leases.c.holder == self._me, leases.c.held_until < clock.now())
        taken = (
            update(leases)
            .where(leases.c.name == self._name, free)
            .values(holder=self._me, held_until=until)
        )
        row = {"name": self._name, "holder": self._me, "held_until": until}
        return rows_changed(session, taken) == 1 or insert_new(session, leases, row)
