"""The house rules hold everywhere, and each of them is seen to break."""

from collections.abc import Iterable

import pytest

from tests.architecture import house_rules, sources
from tests.architecture.house_rules import CODE_RULES, Rule
from tests.architecture.sources import Source

SERVICE = "services/inventory/src/labwright_inventory/devices/service.py"
CHASSIS = "libs/chassis/src/labwright_chassis/"
CONTRACT = "shared-contracts/src/labwright_contracts/rack.py"
UNDONE = "todo".upper()

PLANTED = [
    (house_rules.commits_outside_the_chassis, SERVICE, "session.commit()"),
    (house_rules.commits_outside_the_chassis, SERVICE, "def f(s):\n    s.rollback()"),
    (house_rules.environment_outside_settings, SERVICE, "import os\nos.environ['A']"),
    (house_rules.environment_outside_settings, SERVICE, "import os\nos.getenv('A')"),
    (house_rules.environment_outside_settings, SERVICE, "from os import environ"),
    (house_rules.clocks_outside_the_clock, SERVICE, "now = datetime.now(UTC)"),
    (house_rules.clocks_outside_the_clock, SERVICE, "now = datetime.datetime.utcnow()"),
    (house_rules.clocks_outside_the_clock, SERVICE, "import time\nx = time.time()"),
    (house_rules.clocks_outside_the_clock, SERVICE, "x = Column(server_default=func.now())"),
    (house_rules.things_made_at_import, SERVICE, "app = FastAPI()"),
    (house_rules.things_made_at_import, SERVICE, "settings = InventorySettings()"),
    (house_rules.things_made_at_import, SERVICE, "engine = sqlalchemy.create_engine('')"),
    (house_rules.contracts_that_need_more_than_pydantic, CONTRACT, "import sqlalchemy.orm"),
    (house_rules.contracts_that_need_more_than_pydantic, CONTRACT, "from httpx2 import get"),
    (house_rules.long_functions, SERVICE, "def f():\n" + "    x = 1\n" * 50),
    (house_rules.long_files, SERVICE, "x = 1\n" * 401),
    (house_rules.vague_names, "services/auth/src/labwright_auth/utils.py", ""),
    (house_rules.vague_names, "libs/common/settings.py", ""),
    (house_rules.vague_names, "services/auth/src/labwright_auth/session_manager.py", ""),
    (house_rules.unfinished_work, SERVICE, f"# {UNDONE}: later"),
]  # fmt: skip

DECENT = [
    (house_rules.commits_outside_the_chassis, CHASSIS + "db.py", "session.commit()"),
    (house_rules.environment_outside_settings, CHASSIS + "settings.py", "os.environ['A']"),
    (house_rules.clocks_outside_the_clock, CHASSIS + "clock.py", "datetime.now(UTC)"),
    (house_rules.clocks_outside_the_clock, SERVICE, "clock.now(); time.monotonic()"),
    (house_rules.things_made_at_import, SERVICE, "def create():\n    return FastAPI()"),
    (house_rules.contracts_that_need_more_than_pydantic, CONTRACT, "import uuid, pydantic"),
    (house_rules.long_functions, SERVICE, "def f():\n" + "    x = 1\n" * 49),
    (house_rules.long_files, SERVICE, "x = 1\n" * 400),
    (house_rules.vague_names, "services/auth/src/labwright_auth/commonwealth.py", ""),
    (house_rules.unfinished_work, SERVICE, "methodology = 1"),
]


def told(violations: Iterable[str]) -> str:
    """One to a line: pytest shows texts whole, and lists abridged."""
    return "\n".join(violations)


@pytest.mark.parametrize("rule", CODE_RULES, ids=lambda rule: rule.__name__)
def test_a_rule_holds_everywhere(rule: Rule):
    assert told(found for source in sources.python() for found in rule(source)) == ""


def test_nothing_is_left_unfinished():
    texts = [s for s in sources.every_text() if not s.path.endswith((".json", ".lock"))]
    assert told(found for source in texts for found in house_rules.unfinished_work(source)) == ""


@pytest.mark.parametrize(("rule", "path", "text"), PLANTED)
def test_a_planted_violation_is_found(rule: Rule, path: str, text: str):
    assert len(list(rule(Source(path, text)))) == 1


@pytest.mark.parametrize(("rule", "path", "text"), DECENT)
def test_decent_code_passes(rule: Rule, path: str, text: str):
    assert list(rule(Source(path, text))) == []


def test_every_rule_is_seen_to_break():
    assert {rule for rule, _, _ in PLANTED} == {*CODE_RULES, house_rules.unfinished_work}
