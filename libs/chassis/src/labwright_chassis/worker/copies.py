"""Building, comparing and repairing a copy of another service's objects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, select, true, update
from sqlalchemy.orm import Session

from labwright_chassis import clock, logs
from labwright_chassis.clients import PeerClient
from labwright_chassis.db import Database, insert_new
from labwright_chassis.errors import Unavailable
from labwright_chassis.tables import projections
from labwright_chassis.worker.snapshots import DIGEST_RANGE, digests, versions_of
from labwright_contracts.snapshots import DigestRange, SnapshotPage, SnapshotRow

PAGE = 500


@dataclass(frozen=True, slots=True)
class Copy:
    """A local table that follows `plural` of the service `publisher`.

    `apply` writes snapshot rows where they are as new or newer. `end` treats these ids as removed,
    at version 0 of the epoch: their source lost them when it was restored from a backup. With
    `shown`, source and copy are compared in what is still open at a time, and `end` treats as over
    what the source does not show any more.
    """

    plural: str
    publisher: str
    table: Table
    apply: Callable[[Session, Sequence[SnapshotRow]], None]
    end: Callable[[Session, Sequence[int], int], None]
    shown: Callable[[datetime], ColumnElement[bool]] | None = None

    def versions(self, database: Database) -> list[tuple[int, int, int]]:
        """(id, epoch, version) of the rows that are compared."""
        rows = self.shown(clock.now()) if self.shown else true()
        return database.read(lambda session: versions_of(session, self.table, rows))


@dataclass(slots=True)
class Drift:
    """Ids whose copy is behind its source (or missing), and those that are ahead of it.

    `lost` are ids that the source had in an earlier epoch and has no more, with its present epoch;
    `over` those that it does not show any more (`Copy.shown`), `unrendered` those that it cannot.
    """

    behind: dict[int, tuple[int, int]] = field(default_factory=dict)
    ahead: list[int] = field(default_factory=list)
    lost: dict[int, int] = field(default_factory=dict)
    over: dict[int, tuple[int, int]] = field(default_factory=dict)
    unrendered: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.behind or self.ahead or self.lost or self.over or self.unrendered)

    def __str__(self) -> str:
        told = f"behind {sorted(self.behind)}, ahead {self.ahead}"
        told += f", lost {sorted(self.lost)}" if self.lost else ""
        told += f", over {sorted(self.over)}" if self.over else ""
        return told + (f", not rendered {self.unrendered}" if self.unrendered else "")


def resync(
    copy: Copy, database: Database, peer: PeerClient, *, after: int = 0, upto: int | None = None
) -> int:
    """Read the source's rows with `after < id <= upto` into the copy; how many it took.

    A row that cannot be written is logged and left out.
    """
    total = 0
    start: int | None = after
    while start is not None:
        params: dict[str, Any] = {"after": start, "limit": PAGE}
        if upto is not None:
            params["upto"] = upto
        page = SnapshotPage.model_validate(peer.get(f"/internal/snapshots/{copy.plural}", **params))
        total += _take(copy, database, page.rows)
        start = page.next_after
    if after == 0 and upto is None:
        database.unit(lambda session: _mark_synced(session, copy.plural))
    return total


def is_synced(copy: Copy, database: Database) -> bool:
    """Whether the copy was built completely at least once."""
    found = select(projections.c.name).where(projections.c.name == copy.plural)
    return database.read(lambda session: session.scalar(found)) is not None


def drift(copy: Copy, database: Database, peer: PeerClient) -> Drift:
    """Compare the copy with its source by digests, and the ranges that differ row by row."""
    theirs = [DigestRange.model_validate(r) for r in peer.get(f"/internal/digests/{copy.plural}")]
    rows = copy.versions(database)
    mine = {r.after: r for r in digests(rows)}
    found = Drift()
    for there in theirs:
        here = mine.pop(there.after, None)
        if here is None or here.digest != there.digest:
            _compare(copy, peer, there.after, rows, found)
    for extra in mine.values():
        _compare(copy, peer, extra.after, rows, found)
    return found


def end(copy: Copy, database: Database, lost: Mapping[int, int]) -> None:
    """End these rows, each at an epoch, which their source does not have."""
    if lost:
        epoch = max(lost.values())
        database.unit(lambda session: copy.end(session, sorted(lost), epoch))


def end_lost(copy: Copy, database: Database, peer: PeerClient) -> list[int]:
    """End what a restored source lost and what is over, if anything; the ids."""
    found = drift(copy, database, peer)
    gone = found.lost | {id: epoch for id, (epoch, _) in found.over.items()}
    end(copy, database, gone)
    return sorted(gone)


class Repair:
    """A job: rows behind in two looks are fetched again, loudly; rows ahead are an alarm.

    Rows that their restored source lost are ended.
    """

    def __init__(self, copy: Copy, peer: PeerClient) -> None:
        self._copy = copy
        self._peer = peer
        self._seen: dict[int, tuple[int, int]] = {}
        self._log = logs.get(__name__).bind(copy=copy.plural)

    def __call__(self, database: Database) -> None:
        found = drift(self._copy, database, self._peer)
        database.unit(lambda session: _note_drift(session, self._copy.plural, found))
        lasting = [id for id, order in found.behind.items() if self._seen.get(id) == order]
        over = {id: order[0] for id, order in found.over.items() if self._seen.get(id) == order}
        if found.ahead:
            self._log.error("the copy is ahead of its source", ids=found.ahead[:20])
        if found.unrendered:
            self._log.error("the source cannot show some rows", ids=found.unrendered[:20])
        if found.lost:
            end(self._copy, database, found.lost)
            self._log.error("the restored source lost rows", ended=sorted(found.lost)[:20])
        for start in sorted({(id - 1) // DIGEST_RANGE * DIGEST_RANGE for id in lasting}):
            resync(self._copy, database, self._peer, after=start, upto=start + DIGEST_RANGE)
        end(self._copy, database, over)
        repaired = self._arrived(database, found, lasting) + sorted(over)
        if repaired:
            self._log.error("the copy had drifted and was repaired", ids=repaired[:20])
        self._seen = found.behind | found.over

    def _arrived(self, database: Database, found: Drift, ids: list[int]) -> list[int]:
        rows = self._copy.versions(database) if ids else []
        here = {id: (epoch, version) for id, epoch, version in rows}
        return [id for id in ids if here.get(id, (0, -1)) >= found.behind[id]]


def _take(copy: Copy, database: Database, rows: Sequence[SnapshotRow]) -> int:
    """Write the rows, together if possible: one that cannot be written stops no other."""
    if not rows:
        return 0
    try:
        database.unit(lambda session: copy.apply(session, rows))
    except Unavailable:
        raise
    except Exception as error:
        if len(rows) > 1:
            return sum(_take(copy, database, [row]) for row in rows)
        log = logs.get(__name__).bind(copy=copy.plural)
        log.error("a row cannot be copied", id=rows[0].id, reason=repr(error)[:300])
    else:
        return len(rows)
    return 0


def _compare(
    copy: Copy, peer: PeerClient, after: int, rows: list[tuple[int, int, int]], found: Drift
) -> None:
    page = SnapshotPage.model_validate(
        peer.get(
            f"/internal/snapshots/{copy.plural}",
            after=after,
            upto=after + DIGEST_RANGE,
            limit=DIGEST_RANGE,
        )
    )
    here = {id: (e, v) for id, e, v in rows if after < id <= after + DIGEST_RANGE}
    there = {row.id: (row.epoch, row.version) for row in page.rows}
    found.unrendered += page.unrendered
    for id, order in there.items():
        if here.get(id, (0, -1)) < order:
            found.behind[id] = order
    for id, order in sorted(here.items()):
        if order <= there.get(id, (0, -1)) or order[1] == 0 or id in page.unrendered:
            continue
        if id not in there and order[0] < page.epoch:
            found.lost[id] = page.epoch
        elif id not in there and copy.shown:
            found.over[id] = order
        else:
            found.ahead.append(id)


def _mark_synced(session: Session, name: str) -> None:
    now = clock.now()
    insert_new(session, projections, {"name": name, "synced_at": now})
    session.execute(update(projections).where(projections.c.name == name).values(synced_at=now))


def _note_drift(session: Session, name: str, found: Drift) -> None:
    counted = {"behind": len(found.behind) + len(found.over), "ahead": len(found.ahead)}
    named = update(projections).where(projections.c.name == name)
    session.execute(named.values(compared_at=clock.now(), **counted))
