"""Proving that the audit log is what was collected."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy.orm import Session

from labwright_auth.audit import queries
from labwright_auth.audit.models import AuditSeal
from labwright_auth.audit.rules import BEGINNING, entry_hash
from labwright_auth.audit.schemas import BrokenEntry, Verdict
from labwright_chassis.db import Database
from labwright_chassis.errors import NotFound

ReadStatement = Callable[[Session, str], dict[str, Any] | None]
"""The content of a statement that we have signed, None if we have not."""

_BATCH = 1000


class Broken(Exception):
    """The chain breaks at an entry."""

    def __init__(self, id: int, reason: str) -> None:
        super().__init__(reason)
        self.found = BrokenEntry(id=id, reason=reason)


def verify(
    database: Database, read_statement: ReadStatement, *, after: int = 0, limit: int | None = None
) -> Verdict:
    """Check the entries behind number `after`, at most `limit`, with the statements about them.

    Reads in parts, so that it may take its time over a log of any length. Entries that come while
    it runs are left for the next time.

    Raises:
        NotFound: there is no entry of number `after`.
    """
    walk = _Walk(database, read_statement, after)
    try:
        for batch in walk.batches(limit):
            walk.check(batch)
        if limit is None or walk.verdict.checked < limit or walk.at_end:
            walk.check_end()
    except Broken as broken:
        walk.verdict.broken = broken.found
    else:
        walk.verdict.next_after = None if walk.at_end else walk.verdict.upto
    return walk.verdict


class _Walk:
    """One check on its way: `verdict` is what has been found so far."""

    def __init__(self, database: Database, read_statement: ReadStatement, after: int) -> None:
        self._database = database
        self._read_statement = read_statement
        self.end = database.read(queries.head)
        hashed = database.read(lambda session: _hash_of(session, after))
        self.verdict = Verdict(checked=0, seals=0, upto=after, hash=hashed)

    @property
    def at_end(self) -> bool:
        """Whether the last entry has been reached."""
        return self.verdict.upto >= self.end[0]

    def batches(self, limit: int | None) -> Iterator[list[dict[str, Any]]]:
        left = limit
        while left is None or left > 0:
            size = _BATCH if left is None else min(_BATCH, left)
            batch = self._database.read(
                lambda s, n=size: queries.part(  # type: ignore[misc]
                    s, after=self.verdict.upto, upto=self.end[0], limit=n
                )
            )
            if not batch:
                return
            yield batch
            left = None if left is None else left - len(batch)

    def check(self, batch: list[dict[str, Any]]) -> None:
        first, last = self.verdict.upto, batch[-1]["id"]
        seals = self._database.read(lambda s: self._read(s, first, last))
        for entry in batch:
            expected = entry_hash(self.verdict.hash, entry)
            if entry["hash"] != expected:
                raise Broken(entry["id"], "it was changed, or does not follow the one before it")
            seal = seals.pop(entry["id"], None)
            if seal is not None:
                _check_seal(entry["id"], seal, expected)
                self.verdict.seals += 1
            self.verdict.checked += 1
            self.verdict.upto, self.verdict.hash = entry["id"], expected
        for id in seals:
            raise Broken(id, "it is signed for and missing")

    def check_end(self) -> None:
        if (self.verdict.upto, self.verdict.hash) != self.end:
            raise Broken(self.end[0], "it was the last one and is missing or another")
        for id in self._database.read(lambda s: self._read(s, self.end[0], 2**63 - 1)):
            # One that was signed while this ran has been collected since, too.
            if id > self._database.read(queries.head)[0]:
                raise Broken(id, "it is signed for and missing")

    def _read(self, session: Session, after: int, upto: int) -> dict[int, dict[str, Any]]:
        found: Iterable[AuditSeal] = queries.seals(session, after=after, upto=upto)
        return {
            seal.entry_id: self._read_statement(session, seal.statement) or {} for seal in found
        }


def _check_seal(id: int, content: dict[str, Any], expected: str) -> None:
    if not content:
        raise Broken(id, "the statement about it is not signed by one of our keys")
    if (content.get("entry"), content.get("hash")) != (id, expected):
        raise Broken(id, "it is not the one that was signed for")


def _hash_of(session: Session, id: int) -> str:
    if id == 0:
        return BEGINNING
    row = queries.part(session, after=id - 1, upto=id, limit=1)
    if not row or row[0]["hash"] is None:
        raise NotFound(f"There is no entry {id} to begin behind.")
    hashed: str = row[0]["hash"]
    return hashed
