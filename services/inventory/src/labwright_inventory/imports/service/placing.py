"""Which units of racks a file's devices would take at its end, and what stands in their way."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import Session

from labwright_inventory.imports.service.planning import Planned
from labwright_inventory.racks import queries
from labwright_inventory.racks.errors import Misplaced
from labwright_inventory.racks.rules import Occupant, misplaced

# A device that a row makes has no id yet: here rows have numbers beyond all ids.
_ROWS_FROM = 2**62
_MOVES = frozenset({"rack", "u_position", "device_type"})


class Places:
    """Remembers, of the whole file, the rows whose devices take other units than before."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._moved: set[int] = set()
        self._taken: dict[int, list[Occupant]] = defaultdict(list)
        self._heights: dict[int, float] = {}

    def note(self, planned: Sequence[Planned]) -> None:
        """Remember where these rows put their devices; one with an error stays where it is."""
        moving = [p for p in planned if not p.row.errors and p.changes.keys() & _MOVES]
        self._moved |= {plan.device_id for plan in moving if plan.device_id is not None}
        placed = [plan for plan in moving if plan.fields["u_position"] is not None]
        types = {plan.fields["device_type_id"] for plan in placed} - self._heights.keys()
        self._heights |= queries.heights_of_types(self._session, types)
        for plan in placed:
            rack_id, height = plan.fields["rack_id"], self._heights[plan.fields["device_type_id"]]
            occupant = Occupant(
                device_id=_ROWS_FROM + plan.row.number,
                name=plan.fields["name"],
                rack_id=rack_id,
                position=plan.fields["u_position"],
                height=height,
            )
            self._taken[rack_id].append(occupant)

    def misplaced(self) -> dict[int, str]:
        """Why a row's device cannot stand where the row puts it, by the row's number."""
        for occupant in queries.occupants(self._session, self._taken.keys()):
            if occupant.device_id not in self._moved:
                self._taken[occupant.rack_id].append(occupant)
        heights = queries.heights(self._session, self._taken.keys())
        found: dict[int, str] = {}
        for rack_id, height in heights.items():
            for problem in misplaced(height, self._taken[rack_id]):
                found.setdefault(_row_of(problem), problem.message)
        return found


def _row_of(problem: Misplaced) -> int:
    """The row that is to blame: of two the later one."""
    return max(problem.device_id, problem.other_id or 0) - _ROWS_FROM
