"""Fixtures of every suite: real servers, started once and shared; logs that print quickly."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["labwright_chassis.testing.fixtures"]

# How long an example takes says what else the machine does.
settings.register_profile("labwright", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("labwright")

_configure = structlog.configure


def _configure_without_cache(**options: Any) -> None:
    """A logger that keeps its first configuration would carry one test's words to the next."""
    _configure(**{**options, "cache_logger_on_first_use": False})


structlog.configure = _configure_without_cache  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def _logs_of_its_own() -> Iterator[None]:
    """What a test says of logging holds for that test alone."""
    root = logging.getLogger()
    level = root.level
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        logger_factory=structlog.PrintLoggerFactory(),
    )
    yield
    root.setLevel(level)
    root.handlers = [it for it in root.handlers if type(it) is not logging.StreamHandler]


class ByWorld(LoadScopeScheduling):  # type: ignore[misc]
    """Tests that share a costly world run in one process: a form of the platform, or a file.

    (The groups of `--dist loadgroup` are silently ignored by pytest 9.2 with xdist 3.8.)
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith("tests/journeys/"):
            return "distributed" if "[distributed" in nodeid else "standalone"
        return nodeid.split("::", maxsplit=1)[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByWorld:
    """Tell xdist to use it."""
    return ByWorld(config, log)
