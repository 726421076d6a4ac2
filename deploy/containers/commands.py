"""Runs a command to its end, within a limit."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


class CommandError(Exception):
    """A command failed or took too long; the text ends with what it said."""


def run(
    command: Sequence[str], *, limit: float, environment: Mapping[str, str] | None = None
) -> str:
    """What it prints, started in the project's root; `limit` is in seconds.

    Raises:
        CommandError: it cannot be started, failed, or took longer.
    """
    try:
        done = subprocess.run(
            command,
            env=environment or os.environ,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except OSError as error:
        raise CommandError(f"{command[0]}: {error}") from error
    except subprocess.TimeoutExpired as error:
        raise CommandError(f"{' '.join(command)}: longer than {limit:.0f} s") from error
    if done.returncode:
        words = (done.stdout + done.stderr)[-3000:]
        raise CommandError(f"{' '.join(command)}: exit {done.returncode}\n{words}")
    return done.stdout
