"""A file's rows, kept on disk so that they can be gone through more than once."""

import json
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Any, Self

from labwright_inventory.bulk.queries import portions
from labwright_inventory.imports.errors import TooManyRows, UnreadableFile
from labwright_inventory.imports.rules import rows
from labwright_inventory.imports.rules.files import (
    MAX_ROWS,
    MAX_ROWS_IN_BACKGROUND,
    records,
)
from labwright_inventory.imports.rules.rows import Cell, CellError, Row

_IN_MEMORY = 4 * 1_048_576


class Table:
    """The rows of a file, read once; a context manager that forgets them at its end.

    Raises:
        UnreadableFile, NoTable: the file as a whole.
        TooManyRows: more than one import takes.
    """

    def __init__(self, content: bytes, *, background: bool = False) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self._most = MAX_ROWS_IN_BACKGROUND if background else MAX_ROWS
        self._background = background
        self.count = 0
        try:
            self._columns = self._take(content)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def portions(self) -> Iterator[list[Row]]:
        """The rows from the first on, some at a time."""
        self._file.seek(0)
        return portions(self._row(line) for line in self._file)

    @property
    def names_places(self) -> bool:
        """Whether rows may say where in a rack their devices stand."""
        return bool({"rack", "u_position"} & set(self._columns))

    def _take(self, content: bytes) -> list[str]:
        found = records(content)
        columns = rows.columns_of(next(found, []))
        for number, cells in enumerate(found, start=2):
            if not any(not isinstance(cell, str) or cell.strip() for cell in cells):
                continue
            if self.count == self._most:
                raise TooManyRows(self._most, background=self._background)
            kept = json.dumps([number, [_kept(cell) for cell in cells]])
            self._file.write(kept.encode() + b"\n")
            self.count += 1
        if not self.count:
            raise UnreadableFile("no_rows", "The file has a header but no rows.")
        return columns

    def _row(self, line: bytes) -> Row:
        number, cells = json.loads(line)
        return rows.read_row(number, self._columns, [rows.cell_from(cell) for cell in cells])


def _kept(cell: Cell) -> Any:
    return cell.as_json() if isinstance(cell, CellError) else cell
