"""What an import would do or has done, row by row, and imports as they are listed."""

from typing import Any

from pydantic import Field

from labwright_chassis.lists import AnswerBody, ListQuery
from labwright_contracts.base import UtcTime
from labwright_inventory.imports.models import ImportState
from labwright_inventory.imports.rules.rows import CellError, RowAction


class RowReport(AnswerBody):
    """One row. `row` counts as a spreadsheet does: the header is 1."""

    row: int
    action: RowAction
    device_id: int | None = Field(description="null for a new device in a dry run.")
    key: str = Field(description="Its oi_id, else serial number, else name.")
    changes: dict[str, tuple[Any, Any]] = Field(description="[old, new] by column.")
    errors: list[CellError]


class ImportSummary(AnswerBody):
    """How many rows of each kind."""

    create: int
    update: int
    unchanged: int
    error: int


class ImportReport(AnswerBody):
    """The whole import; `id` is that of the kept import, null for a dry run."""

    id: int | None = None
    dry_run: bool
    summary: ImportSummary
    rows: list[RowReport]


class ImportOut(AnswerBody):
    """An import, or with `undoes` the undo of another, whose summary is what was taken back.

    `progress` is from 0 to 1; `reason` says why it failed.
    """

    id: int
    filename: str
    state: ImportState
    dry_run: bool
    background: bool
    undoes: int | None
    progress: float
    summary: ImportSummary
    reason: str | None
    actor: str
    actor_name: str
    created_at: UtcTime
    ended_at: UtcTime | None
    undone_at: UtcTime | None
    undone_by: str | None


class ImportQuery(ListQuery):
    """Filters of the list of imports."""

    ordering: str | None = Field(
        None, max_length=200, description="`id`, `created_at`, `filename`; `-` descends."
    )
    q: str | None = Field(None, max_length=200, description="Part of the file's name, literally.")
    state: list[ImportState] = Field([], description="Repeated: any of them.")
    dry_run: bool | None = Field(None, description="Only dry runs, or none of them.")


class ImportRowQuery(ListQuery):
    """Filters of an import's rows."""

    ordering: str | None = Field(None, max_length=200, description="`row`; `-` descends.")
    action: list[RowAction] = Field([], description="Repeated: any of them.")
