"""Texts in cells: told from formulas when written, and back again when read."""

import re

_FORMULA_BEGINS = "=+-@\t\r\n|%＝＋－＠'"
# What the API trims off texts, which is less than `str.strip` does.
_BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


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


def xml_safe(text: str) -> str:
    """The text as a workbook holds it (ECMA-376, ST_Xstring): `_xHHHH_` for what XML cannot."""
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def xml_plain(text: str) -> str:
    """The text that a workbook's cell stands for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
