"""Devices as rows of text, and rows as the bytes of a file."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from labwright_chassis import cells
from labwright_inventory.devices.schemas import DeviceView
from labwright_inventory.imports.rules import xml_cells
from labwright_inventory.imports.rules.columns import COLUMNS

_PORTION = 256 * 1024
_IN_MEMORY = 4 * 1_048_576

HEADER = list(COLUMNS)


class FileFormat(StrEnum):
    """The kinds of file."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        """For `Content-Type`."""
        if self is FileFormat.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def row_of(view: DeviceView) -> list[str]:
    """The device's cells, none of which a spreadsheet takes for a formula."""
    return [cells.neutral(column.written(view)) for column in COLUMNS.values()]


def delimited(portions: Iterable[Sequence[DeviceView]]) -> Iterator[bytes]:
    """A CSV file (UTF-8 with its mark, which spreadsheets want), as the devices come."""
    yield cells.BYTE_ORDER_MARK + cells.csv_lines([HEADER])
    for views in portions:
        yield cells.csv_lines(map(row_of, views))


def workbook(portions: Iterable[Sequence[DeviceView]]) -> Iterator[bytes]:
    """A workbook; it is only begun to be sent when it is complete, and waits on disk until then."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("devices")
    sheet.append(HEADER)
    for views in portions:
        for view in views:
            sheet.append([_cell(sheet, text) for text in row_of(view)])
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        book.save(file)
        file.seek(0)
        while portion := file.read(_PORTION):
            yield portion


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, xml_cells.xml_safe(text))
    # A text stays one, even where it looks like an error (#N/A).
    cell.data_type = "s"
    return cell
