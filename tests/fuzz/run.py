"""Runs schemathesis against a gateway."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.dev.processes import ADMIN
from tests.journeys.person import Person

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
# These end the session that the fuzzing itself runs on.
LEFT_OUT = r"/auth/(logout|sessions/|me/(password|totp))"


def fuzz(address: str, *, seconds: int, folder: Path, extra: Sequence[str] = ()) -> str:
    """Try every operation as an admin for so many seconds; what was found, empty for nothing.

    Answers that the document does not describe count as much as server errors. Sequences of
    operations follow the links that schemathesis sees in the document.
    """
    with Person(address) as admin:
        token = admin.take_token(*ADMIN)
        done = _run(address, token, seconds, folder, extra)
        me = admin.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {token}"})
    if me.status_code != 200:
        return f"The session did not outlive the fuzzing: {me.text}\n{done.stdout}"
    if done.returncode == 0 and "Stateful" in done.stdout:
        return ""
    return f"schemathesis ended with {done.returncode}\n{done.stdout}{done.stderr}"


def _run(
    address: str, token: str, seconds: int, folder: Path, extra: Sequence[str]
) -> "subprocess.CompletedProcess[str]":
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"),
        *("--header", f"Authorization: Bearer {token}"),
        *("--max-time", str(seconds)),
        *("--checks", ",".join(CHECKS)),
        *("--exclude-path-regex", LEFT_OUT),
        *("--suppress-health-check", "all"),
        *("--warnings", "off", "--continue-on-failure", "--no-color"),
        *extra,
    ]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds + 300
    )
