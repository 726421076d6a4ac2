"""No spreadsheet takes a text for a formula, and every text comes back as it was."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from labwright_chassis import cells


@given(
    st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: text.strip(cells._BLANKS))
)
def test_what_is_neutralised_is_read_as_it_was(text: str) -> None:
    assert cells.literal(cells.neutral(text)) == text
    assert cells.neutral(text)[:1] not in set("=+-@\t\r")


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2)))
def test_lines_are_read_as_the_rows_they_were(rows: list[list[str]]) -> None:
    text = cells.csv_lines(rows).decode()
    assert list(csv.reader(io.StringIO(text, newline=""))) == rows
