"""The import contracts are seen to break: each by what it forbids, planted in a copy."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

CONFIG = (ROOT / ".importlinter").read_text("utf-8")
CONTRACTS = set(re.findall(r"^\[importlinter:contract:([\w-]+)\]", CONFIG, re.MULTILINE))
CONTRACTS_THEMSELVES = "shared-contracts/src/labwright_contracts"
CHASSIS = "libs/chassis/src/labwright_chassis"
GATEWAY = "gateway/src/labwright_gateway"

Files = dict[str, str]


def service(name: str) -> str:
    return f"services/{name}/src/labwright_{name}"


def feature(name: str, **modules: str) -> Files:
    """A new feature in a service."""
    folder = f"{service(name)}/planted"
    files = {f"{folder}/{module}.py": text for module, text in modules.items()}
    return {f"{folder}/__init__.py": "", **files}


PLANTED: list[tuple[str, Files]] = [
    ("packages", feature("inventory", queries="import labwright_scheduler.settings")),
    ("packages", {f"{GATEWAY}/planted.py": "import labwright_auth.settings"}),
    ("packages", {f"{CHASSIS}/columns.py": "import labwright_inventory.settings"}),
    ("packages", {f"{CONTRACTS_THEMSELVES}/base.py": "import labwright_chassis.clock"}),
    ("chassis", {f"{CHASSIS}/columns.py": "import labwright_chassis.worker.app"}),
    ("chassis", {f"{CHASSIS}/api/etag.py": "import labwright_chassis.service"}),
    ("chassis", {f"{CHASSIS}/planted.py": ""}),
    ("chassis-frameworks", {f"{CHASSIS}/tables.py": "import fastapi"}),
    ("chassis-frameworks", {f"{CHASSIS}/lists.py": "import labwright_chassis.clients"}),
    ("chassis-testing", {f"{CHASSIS}/service.py": "import labwright_chassis.testing.servers"}),
    ("chassis-testing", feature("auth", service="import labwright_chassis.testing.identities")),
    ("gateway", {f"{GATEWAY}/planted.py": "from sqlalchemy.orm import Session"}),
    ("gateway", {f"{GATEWAY}/planted.py": "import labwright_chassis.db"}),
    *[
        (name, files)
        for name in ("auth", "inventory", "scheduler")
        for files in (
            feature(name),
            {f"{service(name)}/settings.py": f"import labwright_{name}.tables"},
            {f"{service(name)}/access.py": f"import labwright_{name}.app"},
        )
    ],
    ("features", feature("auth", rules="import labwright_auth.planted.models", models="")),
    ("features", feature("inventory", queries="from . import service", service="")),
    ("features", feature("scheduler", jobs="from . import routes", routes="")),
    ("frameworks", feature("auth", service="from starlette.requests import Request")),
    ("frameworks", feature("inventory", service="import labwright_inventory.access")),
    ("frameworks", feature("scheduler", schemas="import labwright_chassis.api.paging")),
    ("rules", feature("auth", rules="from sqlalchemy.orm import Session")),
    ("rules", feature("scheduler", rules="from labwright_chassis import clock")),
    ("cycles", {f"{GATEWAY}/a.py": "from . import b", f"{GATEWAY}/b.py": "from . import a"}),
]


def packages(root: Path) -> list[Path]:
    return [*root.glob("*/src/labwright_*"), *root.glob("*/*/src/labwright_*")]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of all packages, which tests change and put right again."""
    copy = tmp_path_factory.mktemp("packages")
    (copy / ".importlinter").write_text(CONFIG)
    for package in packages(ROOT):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(package, copy / package.relative_to(ROOT), ignore=ignored)
    return copy


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "copy"))


def plant(copy: Path, files: Files) -> None:
    """Write the files, or add to those that are there."""
    for name, text in files.items():
        path = copy / name
        path.parent.mkdir(exist_ok=True)
        with path.open("a") as file:
            file.write(f"\n{text}\n")


def lint(copy: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """import-linter over the copy."""
    sources = os.pathsep.join(str(package.parent) for package in packages(copy))
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo", *options],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": sources},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_imports_keep_all_contracts(copy: Path):
    result = lint(copy)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("contract", "files"), PLANTED)
def test_a_planted_import_breaks_its_contract(copy: Path, contract: str, files: Files):
    plant(copy, files)
    result = lint(copy, "--contract", contract)
    assert "0 kept, 1 broken" in result.stdout, result.stdout + result.stderr


def test_every_contract_is_seen_to_break():
    assert {contract for contract, _ in PLANTED} == CONTRACTS
