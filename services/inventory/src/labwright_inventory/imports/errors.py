"""Why a file is not imported, and why an import is not undone."""

from collections.abc import Sequence
from typing import Any

from labwright_chassis.errors import Malformed, Refused, TooLarge, UnsupportedMedia
from labwright_contracts.problems import FieldError


class UnreadableFile(Malformed):
    """The file as a whole is not what this import reads."""

    slug = "unreadable-file"
    title = "The file cannot be read"

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, errors=[FieldError(pointer="/file", code=code, message=message)])


class NoTable(UnsupportedMedia):
    """Another kind of file than a table."""

    slug = "no-table"
    title = "This kind of file is not taken here"


class TooManyRows(TooLarge):
    """More rows than one import takes."""

    def __init__(self, most: int, *, background: bool) -> None:
        way = "" if background else " with background=true, or"
        super().__init__(f"The file has more than {most} rows; import it{way} in parts.")


class ImportRefused(Malformed):
    """Rows have errors, so none was applied; `report` has all of them."""

    slug = "import-refused"
    title = "The file has errors, nothing was imported"

    def __init__(self, wrong: int, rows: int, report: dict[str, Any]) -> None:
        message = f"{wrong} of {rows} rows have errors; nothing was imported."
        super().__init__(message, report=report)


class NotUndoable(Refused):
    """The import is not one that has changed anything, or it is undone already."""

    slug = "not-undoable"
    title = "There is nothing to undo"


class ChangedSince(Refused):
    """Somebody has changed rows since; `rows` says which, and why each cannot be put back."""

    slug = "changed-since"
    title = "Devices were changed since the import"

    def __init__(self, rows: Sequence[dict[str, Any]], count: int) -> None:
        super().__init__(
            f"{count} of the import's devices cannot be put back; nothing was undone.",
            rows=list(rows),
            count=count,
        )
        self.rows, self.count = rows, count
