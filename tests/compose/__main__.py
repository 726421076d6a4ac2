"""`make compose-test`: build, start, journeys, outages; then nothing is left of it."""

import subprocess
import sys
import time
from collections.abc import Sequence

from deploy.containers import engine, images
from deploy.containers.engine import EngineUnavailable
from deploy.containers.stack import Stack, definitions
from tests.compose import running

PROCESSES = [name for name in definitions() if not name.endswith("-migrate")]
SUITES = ("tests/journeys", "tests/compose")


def main(arguments: Sequence[str]) -> int:
    """Pytest's exit status; 0 where no engine can be had, which is said."""
    started = time.monotonic()
    try:
        found = engine.find()
        images.build(found)
    except EngineUnavailable as error:
        print(f"The compose file was not run: {error}.")
        return 0
    print(f"Images by {found.program}: {time.monotonic() - started:.0f} s", flush=True)
    started = time.monotonic()
    with running.fresh(found) as stack:
        print(f"Started: {time.monotonic() - started:.0f} s", flush=True)
        running.wait_until_ready(stack, *PROCESSES)
        print(f"Ready: {time.monotonic() - started:.0f} s", flush=True)
        print(_memory(stack), flush=True)
        command = [sys.executable, "-m", "pytest", *SUITES, *arguments]
        return subprocess.run(command, env=running.environment(stack), check=False).returncode


def _memory(stack: Stack) -> str:
    form = "--format=  {{.Name}} {{.MemUsage}}"
    running_now = [c for c in stack.containers() if "-migrate" not in c]
    return stack.engine.run("stats", "--no-stream", form, *running_now).rstrip()


sys.exit(main(sys.argv[1:]))
