"""A lab in one process, and the command line as an operator runs it."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result

from labwright_cli.app import create_cli
from tests.dev.one_process import standalone
from tests.dev.processes import ADMIN


@dataclass
class Terminal:
    """Runs `labwright` with this environment."""

    environment: dict[str, str]

    def run(self, *words: str, **more: str) -> Result:
        return CliRunner(env=self.environment | more).invoke(create_cli(), words)

    def run_apart(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """In a process of its own, whose children's output is seen, too."""
        return subprocess.run(
            [sys.executable, "-m", "labwright_cli", *words],
            env=os.environ | self.environment | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=200,
        )

    def say(self, *words: str) -> str:
        """What a command prints that must succeed."""
        done = self.run(*words)
        assert done.exit_code == 0, done.output
        return done.stdout

    def read(self, *words: str) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.say(*words, "--json"))


@dataclass
class Lab:
    """A standalone process."""

    address: str
    folder: Path

    def sql(self, service: str, statement: str, *values: object) -> None:
        """Change a service's database behind its back."""
        connection = sqlite3.connect(self.folder / f"{service}.sqlite3", timeout=20)
        with connection:
            connection.execute(statement, values)
        connection.close()

    def send_poison(self) -> str:
        """Have inventory send auth an audit entry that nobody can decode; its subject."""
        subject = uuid4().hex[:12]
        columns = "event_id, type, aggregate, aggregate_id, version, payload, actor, org"
        self.sql(
            "inventory",
            f"INSERT INTO outbox ({columns}, request_id, traceparent, created_at)"
            " VALUES (?, 'audit.recorded.v1', 'poison', ?, 0, ?, 'x', 'x', '', '',"
            " strftime('%Y-%m-%d %H:%M:%f000', 'now'))",
            uuid4().hex,
            subject,
            '{"at": "\\u001b[31mnever"}',
        )
        return f"poison/{subject}"


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab without samples, ready."""
    folder = tmp_path_factory.mktemp("operators")
    with standalone(folder) as address:
        yield Lab(address, folder)


@pytest.fixture
def terminal(lab: Lab, tmp_path: Path) -> Terminal:
    """The command line as the admin has it."""
    password = tmp_path / "password"
    password.write_text(ADMIN[1])
    mine = {
        "LABWRIGHT_URL": lab.address,
        "LABWRIGHT_USERNAME": ADMIN[0],
        "LABWRIGHT_PASSWORD_FILE": str(password),
        "COLUMNS": "300",
    }
    return Terminal(mine)
