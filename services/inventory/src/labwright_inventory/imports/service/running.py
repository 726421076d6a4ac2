"""One file's way: all rows matched, then checked, then, if none is wrong, written.

One transaction for the whole file, however long: a reader sees all of it or nothing, a worker that
is killed leaves nothing behind, and an undo has one state to go back to. What it costs is that the
devices of the file stay locked until the end. Rows are gone through a thousand at a time.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from labwright_chassis.callers import Caller
from labwright_chassis.errors import Unavailable
from labwright_inventory.bulk.service import writing
from labwright_inventory.bulk.service.plans import REFERENCES
from labwright_inventory.history.models import Action
from labwright_inventory.imports.models import ImportRow
from labwright_inventory.imports.rules.rows import RowAction
from labwright_inventory.imports.service.placing import Places
from labwright_inventory.imports.service.planning import Planned, Planner
from labwright_inventory.imports.service.tables import Table

Counts = Counter[RowAction]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """Goes through a file. `progress` is told how many rows have been gone through, in all passes.

    Each portion of planned rows is shown to whoever iterates.
    """

    session: Session
    table: Table
    planner: Planner
    progress: Progress

    @classmethod
    def of(
        cls, session: Session, table: Table, *, by: Caller, lock: bool, progress: Progress
    ) -> "Run":
        """A run that has not begun."""
        return cls(session, table, Planner(session, by=by, lock=lock), progress)

    def check(self) -> Iterator[list[Planned]]:
        """Plan all rows with all that is wrong with them."""
        for rows in self.table.portions():
            self.planner.match(rows)
        misplaced, done = self._misplaced(), 0
        for rows in self.table.portions():
            planned = self.planner.plan(rows)
            self.planner.check_unique(planned)
            for plan in planned:
                if words := misplaced.get(plan.row.number):
                    plan.row.refuse("u_position", "does_not_fit", words)
            yield planned
            done += len(rows)
            self.progress(done)

    def insist(self) -> None:
        """See that what `check` found wrong is so, and not that somebody wrote meanwhile.

        The rows were matched by one statement and compared by the next. What another import has
        committed between them is "another device" with all that the file says.

        Raises:
            Unavailable: by now rows are about other devices; read again, the file may be right.
        """
        if not self.planner.matched_alike(self.table.portions()):
            words = "Devices of this file were written while it was read; nothing was imported."
            raise Unavailable(words, retry_after=1)

    def apply(self, *, renamed: Sequence[int], note: str) -> Iterator[list[Planned]]:
        """Write all rows, which `check` has found nothing wrong with."""
        writing.free(self.session, renamed)
        deed, done = writing.Deed(Action.IMPORT, note), self.table.count
        racks: set[int] = set()
        for rows in self.table.portions():
            planned = self.planner.plan(rows)
            to_write = [p for p in planned if p.action in (RowAction.CREATE, RowAction.UPDATE)]
            if to_write:
                racks |= writing.put(self.session, to_write, deed)
            yield planned
            done += len(rows)
            self.progress(done)
        writing.verify(self.session, racks)

    def _misplaced(self) -> dict[int, str]:
        """Rows whose devices could not stand where they are put, once all rows are written."""
        if not (self.table.names_places or self.planner.matches_racked()):
            return {}
        places = Places(self.session)
        for rows in self.table.portions():
            places.note(self.planner.plan(rows))
        return places.misplaced()


def renamed_of(planned: Sequence[Planned]) -> list[int]:
    """The devices that give up a name or key."""
    return [plan.id for plan in planned if plan.gives_up_keys and not plan.row.errors]


def keep(session: Session, import_id: int, planned: Sequence[Planned]) -> None:
    """Keep what became of rows; of a dry run, what would."""
    rows = [_kept(import_id, plan) for plan in planned if plan.action is not RowAction.UNCHANGED]
    if rows:
        session.execute(insert(ImportRow), rows)


def _kept(import_id: int, plan: Planned) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "number": plan.row.number,
        "action": plan.action,
        "device_id": plan.device_id,
        "key": plan.row.key[:200],
        "changes": {column: [old, new] for column, (old, new) in plan.changes.items()},
        "before": _before(plan) if plan.action is RowAction.UPDATE else None,
        "errors": [error.as_json() for error in plan.row.errors] or None,
    }


def _before(plan: Planned) -> dict[str, Any]:
    assert plan.present is not None
    names = [f"{name}_id" if name in REFERENCES else name for name in plan.changes]
    fields = {name: getattr(plan.present.row, name) for name in names if name != "tags"}
    tags = {"tags": [list(tag) for tag in plan.present.tags]} if "tags" in plan.changes else {}
    return {"fields": fields} | tags
