"""Texts in cells of spreadsheets: told from formulas when written, and back again when read."""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""What a CSV file in UTF-8 begins with, so that spreadsheets read it as such."""

_FORMULA_BEGINS = "=+-@\t\r\n|%＝＋－＠'"
# What the API trims off texts, which is less than `str.strip` does.
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)


def neutral(text: str) -> str:
    """The text such that no spreadsheet takes it for a formula: `'` before what begins like one.

    One that begins with `'` gets another, so that `literal` gives every text back as it was.
    """
    return f"'{text}" if text[:1] and text[0] in _FORMULA_BEGINS else text


def literal(cell: str) -> str:
    """The text that a cell stands for: what `neutral` put before it is gone, blanks are trimmed."""
    text = cell.strip(_BLANKS)
    if text[:1] == "'" and text[1:2] and text[1] in _FORMULA_BEGINS:
        return text[1:]
    return text


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of cells as lines of a CSV file (RFC 4180), in UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
