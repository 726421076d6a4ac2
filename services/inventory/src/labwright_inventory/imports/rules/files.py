"""What kind of file it is, and its rows as cells."""

import csv
import io
from collections.abc import Iterator
from pathlib import PurePosixPath

from labwright_inventory.imports.errors import NoTable, UnreadableFile
from labwright_inventory.imports.rules import workbooks
from labwright_inventory.imports.rules.rows import Cell

MAX_ROWS = 20_000
MAX_ROWS_IN_BACKGROUND = 200_000
MAX_BYTES = 16 * 1_048_576  # the gateway lets as many through (GATEWAY_MAX_IMPORT_BYTES)

_BEGINNINGS = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save it as .xlsx or CSV",
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
    b"<?xml": "XML",
    b"<!DOCTYPE": "a page",
    b"<html": "a page",
}


def records(content: bytes) -> Iterator[list[Cell]]:
    """The rows of a CSV file or a workbook (.xlsx), told apart by how the file begins.

    Raises:
        NoTable: it is another kind of file.
        UnreadableFile: other characters than UTF-8, quotes left open, cut off in the middle.
    """
    if content.startswith(b"PK\x03\x04"):
        yield from workbooks.records(content)
        return
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise NoTable(f"This is {kind}. Send a CSV file or an .xlsx workbook.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile("not_utf8", "The file is UTF-16 text; save it as CSV UTF-8.")
    if b"\0" in content[:1024]:
        raise NoTable("This is no text. Send a CSV file or an .xlsx workbook.")
    yield from _delimited(content)


def safe_name(name: str) -> str:
    """The file's name without its path and without characters that nobody sees."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(character for character in last if character.isprintable())[:200]


def _delimited(content: bytes) -> Iterator[list[Cell]]:
    """The cells of UTF-8 text, with or without mark, `,` or `;` between them."""
    first = content.split(b"\n", 1)[0]
    delimiter = ";" if first.count(b";") > first.count(b",") else ","
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except UnicodeDecodeError as error:
            message = f"The file is not UTF-8 text (after line {reader.line_num}); save it as such."
            raise UnreadableFile("not_utf8", message) from error
        except csv.Error as error:
            raise UnreadableFile("not_csv", f"Line {reader.line_num}: {error}.") from error
        if cells is None:
            return
        yield list[Cell](cells)
