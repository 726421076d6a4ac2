"""The page on security names tests that are there."""

import re

from tests.architecture.sources import ROOT
from tests.architecture.test_decisions import missing_keepers

PAGE = (ROOT / "docs/security.md").read_text("utf-8")
ROW = re.compile(r"\| \d+\.\d+\.\d+.*\| `\S+\.py::\w+` \|")
BARE = re.compile(r"`(test_\w+\.py::)")


def test_every_test_that_the_page_names_is_there():
    named = BARE.sub(r"`services/auth/tests/\1", PAGE)
    assert missing_keepers(f"**Kept by**{named}") == []


def test_every_row_of_the_page_names_an_item_and_a_test():
    rows = [line for line in PAGE.splitlines() if line.startswith("|")]
    rows = [line for line in rows if not line.startswith(("| Item", "|---"))]
    assert rows
    assert [line for line in rows if not ROW.fullmatch(line)] == []
