"""Workbooks (.xlsx): the first sheet's cells as text, whatever was done to inflate the file."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import openpyxl

from labwright_inventory.imports.errors import NoTable, UnreadableFile
from labwright_inventory.imports.rules import xml_cells
from labwright_inventory.imports.rules.rows import Cell, CellError

_MEBIBYTE = 1_048_576
_MAX_PARTS = 2000
_MAX_SHEET_BYTES = 512 * _MEBIBYTE  # read in portions
_MAX_TEXT_BYTES = 48 * _MEBIBYTE  # the texts of all cells, held in memory
_MAX_OTHER_BYTES = 16 * _MEBIBYTE
_MAX_CELLS = 10_000_000
_EXACT_BELOW = 10**15

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z0-9:]{1,30})\"")
_OVERLAP = 200

# What a damaged archive, or XML that is no sheet, makes openpyxl raise.
_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
)


def records(content: bytes) -> Iterator[list[Cell]]:
    """The rows of the first sheet; a row has as many cells as the first, or more if it uses more.

    A date, a formula or an error is no text: such a cell is an error with its reason.

    Raises:
        NoTable: an archive, but no workbook.
        UnreadableFile: cut off, damaged, merged cells, or grown beyond measure when unpacked.
    """
    try:
        yield from _records(content)
    except _BROKEN as error:
        message = "The workbook is damaged or cut off; open it, save it again as .xlsx, and retry."
        raise UnreadableFile("damaged", message) from error


def _records(content: bytes) -> Iterator[list[Cell]]:
    _check_archive(content)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        sheet: Any = book.worksheets[0]
        _check_unmerged(content, sheet._worksheet_path)  # openpyxl tells it to nobody else
        # What a sheet says of its own size need not be true.
        sheet.reset_dimensions()
        width, taken = 0, 0
        for found in sheet.iter_rows():
            taken += len(found) + 1
            if taken > _MAX_CELLS:
                raise UnreadableFile("too_many_cells", f"More than {_MAX_CELLS} cells.")
            row = [_text(cell) for cell in found]
            while row and row[-1] == "" and len(row) > width:
                row.pop()
            row += [""] * (width - len(row))
            width = width or len(row)
            yield row
    finally:
        book.close()


def _check_archive(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            raise NoTable("This archive is no .xlsx workbook. Send a CSV file or an .xlsx one.")
        # Python stops unpacking at the size that is told here.
        grown = any(part.file_size > _limit(part.filename) for part in parts)
        if grown or len(parts) > _MAX_PARTS or sum(p.file_size for p in parts) > _MAX_SHEET_BYTES:
            message = "Unpacked, the workbook is larger than any that is taken here."
            raise UnreadableFile("too_large_unpacked", message)


def _limit(part: str) -> int:
    if part.startswith("xl/worksheets/"):
        return _MAX_SHEET_BYTES
    return _MAX_TEXT_BYTES if part == "xl/sharedStrings.xml" else _MAX_OTHER_BYTES


def _check_unmerged(content: bytes, path: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(path) as sheet:
        rest = b""
        while portion := sheet.read(_MEBIBYTE):
            if found := _MERGED.search(rest + portion):
                message = f"The cells {found[1].decode()} are merged: which row is theirs? Undo it."
                raise UnreadableFile("merged_cells", message)
            rest = portion[-_OVERLAP:]


def _text(cell: Any) -> Cell:
    value = cell.value
    if refusal := _refusal(cell):
        return refusal
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else repr(value)
    return "" if value is None else xml_cells.xml_plain(str(value))


def _refusal(cell: Any) -> CellError | None:
    value = cell.value
    if cell.data_type == "f":
        return CellError(None, "formula", "The cell holds a formula; put its result there.")
    if cell.data_type == "e":
        return CellError(None, "error_value", f"The cell holds the error {value}.")
    if isinstance(value, date | time | timedelta):
        message = "The cell holds a date or time, not text; format it as text."
        return CellError(None, "date", message)
    if isinstance(value, int | float) and abs(value) >= _EXACT_BELOW:
        message = "The number has more digits than a spreadsheet keeps; format the cell as text."
        return CellError(None, "inexact", message)
    return None
