"""The services, and running a service's own command in this environment."""

import subprocess
import sys
from collections.abc import Sequence
from enum import StrEnum

from labwright_cli.settings import CliSettings


class ServiceName(StrEnum):
    """A service, which is also its area in addresses and permissions."""

    AUTH = "auth"
    INVENTORY = "inventory"
    SCHEDULER = "scheduler"


def run(settings: CliSettings, service: ServiceName, *words: str) -> int:
    """Run `python -m labwright_<service> <words>` to its end; its exit code."""
    command = [sys.executable, "-m", f"labwright_{service}", *words]
    return subprocess.run(command, env=settings.environment_of(service), check=False).returncode


def run_each(settings: CliSettings, services: Sequence[ServiceName], *words: str) -> int:
    """Run the command for each service, or all where none is named; 1 if any failed."""
    codes = [run(settings, service, *words) for service in services or ServiceName]
    return int(any(codes))
