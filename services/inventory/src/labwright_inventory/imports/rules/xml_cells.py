"""Texts in cells of workbooks, whose XML cannot hold all of them."""

import re

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def xml_safe(text: str) -> str:
    """The text as a workbook holds it (ECMA-376, ST_Xstring): `_xHHHH_` for what XML cannot."""
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def xml_plain(text: str) -> str:
    """The text that a workbook's cell stands for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
