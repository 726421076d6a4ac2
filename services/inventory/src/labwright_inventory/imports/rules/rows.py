"""A row of the file: what its cells say, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from labwright_chassis import cells
from labwright_inventory.imports.errors import UnreadableFile
from labwright_inventory.imports.rules.columns import COLUMNS, KEYS, Empty


class RowAction(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CellError:
    """One thing wrong in a row; `column` is None where it is the row as a whole."""

    column: str | None
    code: str
    message: str

    def as_json(self) -> dict[str, str | None]:
        """By name."""
        return asdict(self)


Cell = str | CellError
"""A cell's text, or why it has none."""


@dataclass(slots=True)
class Row:
    """A row of the file: what its cells say, by column, and what is wrong with them.

    A column that is absent, or empty where emptiness says nothing, is not in `values`.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)

    def refuse(self, column: str | None, code: str, message: str) -> None:
        """Note an error."""
        self.errors.append(CellError(column=column, code=code, message=message))

    @property
    def key(self) -> str:
        """What a person would call this row."""
        return str(next(filter(None, map(self.values.get, (*KEYS, "name"))), ""))


def columns_of(header: Sequence[Cell]) -> list[str]:
    """The columns that the first row names.

    Raises:
        UnreadableFile: none, an unknown one, or one that is there twice.
    """
    columns = [cell.strip().lower() if isinstance(cell, str) else "?" for cell in header]
    if not any(columns):
        raise UnreadableFile("no_header", "The file is empty; its first row names the columns.")
    if unknown := [column for column in columns if column not in COLUMNS]:
        names = ", ".join(f"“{column[:60]}”" for column in unknown[:10])
        more = f" and {len(unknown) - 10} more" if len(unknown) > 10 else ""
        message = f"Unknown column: {names}{more}. Known are: {', '.join(COLUMNS)}."
        raise UnreadableFile("unknown_column", message)
    if len(set(columns)) < len(columns):
        raise UnreadableFile("repeated_column", "A column is there twice.")
    return columns


def read_row(number: int, columns: Sequence[str], found: Sequence[Cell]) -> Row:
    """The row that these cells make."""
    row = Row(number)
    if len(found) != len(columns):
        message = f"The row has {len(found)} cells, the header {len(columns)}."
        row.refuse(None, "wrong_length", message)
        return row
    for column, cell in zip(columns, found, strict=True):
        if isinstance(cell, CellError):
            row.refuse(column, cell.code, cell.message)
        else:
            _read_cell(row, column, cells.literal(cell))
    return row


def cell_from(kept: str | Mapping[str, str]) -> Cell:
    """A cell as it was before it was kept as JSON."""
    return kept if isinstance(kept, str) else CellError(None, kept["code"], kept["message"])


def _read_cell(row: Row, name: str, text: str) -> None:
    column = COLUMNS[name]
    if not text and column.empty is Empty.REFUSED:
        row.refuse(name, "required", f"{name} cannot be empty.")
    elif text or column.empty is Empty.CLEARS:
        try:
            row.values[name] = column.read(text)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            row.refuse(name, first["type"], first["msg"].removeprefix("Value error, "))
        except ValueError as error:
            row.refuse(name, "invalid", str(error))
