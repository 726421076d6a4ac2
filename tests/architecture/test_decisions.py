"""Each decision is one page in one form, and the tests it names are there."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

DECISIONS = sorted((ROOT / "docs/adr").glob("0*.md"))
KEEPER = re.compile(r"`([\w./-]+\.py)(?:::(test_\w+))?`")

every_decision = pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)


def missing_keepers(text: str) -> list[str]:
    """Tests that the page says keep its decision, and that are not there."""
    kept_by = text.partition("**Kept by**")[2]
    found = []
    for name, test in KEEPER.findall(kept_by):
        path = ROOT / name
        if not path.exists() or (test and f"def {test}(" not in path.read_text("utf-8")):
            found.append(f"{name}::{test}")
    return found


@every_decision
def test_a_decision_has_its_four_parts(page: Path):
    text = page.read_text("utf-8")
    parts = ["**Context.**", "**Decision.**", "**Consequences.**", "**Kept by**"]
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert len(text.splitlines()) <= 50


@every_decision
def test_a_decision_is_kept_by_tests_that_are_there(page: Path):
    text = page.read_text("utf-8")
    assert KEEPER.search(text.partition("**Kept by**")[2])
    assert missing_keepers(text) == []


@every_decision
def test_a_decision_is_in_the_list(page: Path):
    assert f"({page.name})" in (ROOT / "docs/adr/README.md").read_text("utf-8")


def test_a_keeper_that_is_gone_is_seen():
    page = "**Kept by** `tests/architecture/test_decisions.py::test_nobody_wrote`, `tests/no.py`"
    assert len(missing_keepers(page)) == 2
