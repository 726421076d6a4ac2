"""`.env.example` names every variable that a process reads, and no other."""

import importlib
import re

import pytest
from pydantic import AliasChoices
from pydantic_settings import BaseSettings

from tests.architecture.sources import ROOT

CLASSES = (
    "labwright_auth.settings.AuthSettings",
    "labwright_inventory.settings.InventorySettings",
    "labwright_scheduler.settings.SchedulerSettings",
    "labwright_gateway.settings.GatewaySettings",
    "labwright_standalone.settings.StandaloneSettings",
    "labwright_cli.settings.CliSettings",
)
LINES = re.findall(r"^(#?)([A-Z][A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
SHOWN = {name: value for _, name, value in LINES}
DEFAULTS = {name for mark, name, _ in LINES if mark}


def settings(path: str) -> type[BaseSettings]:
    module, _, name = path.rpartition(".")
    found: type[BaseSettings] = getattr(importlib.import_module(module), name)
    return found


def variables(kind: type[BaseSettings]) -> dict[str, set[str]]:
    """Names of each field in the environment."""
    names = {}
    for name, field in kind.model_fields.items():
        alias = field.validation_alias
        if alias is None:
            names[name] = {f"{kind.model_config['env_prefix']}{name}".upper()}
        else:
            choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
            names[name] = {str(choice) for choice in choices}
    return names


@pytest.mark.parametrize("path", CLASSES)
def test_every_variable_is_shown(path: str):
    missing = [names for names in variables(settings(path)).values() if not names & SHOWN.keys()]
    assert missing == []


def test_no_other_variable_is_shown():
    read = {
        name for path in CLASSES for names in variables(settings(path)).values() for name in names
    }
    assert {name for name in SHOWN.keys() - read if not name.startswith("TEST_")} == set()


@pytest.mark.parametrize("path", CLASSES)
def test_what_is_shown_can_be_read(path: str, monkeypatch: pytest.MonkeyPatch):
    kind = settings(path)
    for name in set().union(*variables(kind).values()) & SHOWN.keys():
        if SHOWN[name]:
            monkeypatch.setenv(name, SHOWN[name])
    read = kind()
    for field, names in variables(kind).items():
        if names & DEFAULTS:
            assert getattr(read, field) == kind.model_fields[field].default, field
