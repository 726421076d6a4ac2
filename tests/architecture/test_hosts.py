"""What is committed names no package registry and no path of somebody's machine."""

import re

import pytest

from tests.architecture import sources
from tests.architecture.sources import Source

LOCKS = ("requirements.lock", "package-lock.json")
REGISTRY = re.compile(r"\b(pypi|pythonhosted|npmjs|yarnpkg|crates|proxy\.golang)\.(org|com|io)\b")
MACHINE = re.compile(r"(?<![\w.$}*/-])/(work|root|home/\w+|Users/\w+)(/|\b)(?![\w-]*[>}])")


def registries(source: Source) -> list[str]:
    return [f"{source.path}: {found[0]}" for found in REGISTRY.finditer(source.text)]


def machine_paths(source: Source) -> list[str]:
    return [f"{source.path}: {found[0]}" for found in MACHINE.finditer(source.text)]


def lock_addresses(source: Source) -> list[str]:
    if not source.path.endswith(LOCKS):
        return []
    return [line for line in source.text.splitlines() if "://" in line]


def others() -> list[Source]:
    """All but this file, whose examples are what it forbids."""
    here = "tests/architecture/test_hosts.py"
    return [source for source in sources.every_text() if source.path != here]


@pytest.mark.parametrize("look", [registries, machine_paths, lock_addresses])
def test_no_committed_file_names_a_place(look):
    assert "\n".join(found for source in others() for found in look(source)) == ""


def test_there_is_a_lock_file():
    assert (sources.ROOT / "requirements.lock").exists()


@pytest.mark.parametrize(
    ("look", "source"),
    [
        (registries, Source("README.md", "pip install --index-url https://pypi.org/simple")),
        (registries, Source("web/.npmrc", "registry=https://registry.npmjs.org/")),
        (machine_paths, Source("docs/x.md", "see /work/main/Makefile")),
        (machine_paths, Source("docs/x.md", "in `/root/.cache`")),
        (machine_paths, Source("docs/x.md", "/home/anna/labwright")),
        (lock_addresses, Source("web/package-lock.json", '"resolved": "https://x/y.tgz"')),
        (lock_addresses, Source("requirements.lock", "--index-url file:///mirror")),
    ],
)
def test_a_planted_place_is_found(look, source: Source):
    assert len(look(source)) == 1


@pytest.mark.parametrize("text", ["a framework/workshop", "https://host/root", "{path}/root.pem"])
def test_other_paths_pass(text: str):
    assert machine_paths(Source("docs/x.md", text)) == []
