"""Stops asking a service that does not answer, so that its callers learn so at once."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from labwright_gateway.errors import SILENCE, CircuitOpen


class CircuitBreaker:
    """Opens after `failures` requests in a row went without an answer.

    While open, one request each `pause` seconds is let through; an answer to it closes the circuit.
    `seconds` is a clock that never goes back.
    """

    def __init__(
        self,
        service: str,
        *,
        failures: int,
        pause: float,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._most = failures
        self._pause = pause
        self._seconds = seconds
        self._failures = 0
        self._next_try = 0.0

    @property
    def is_open(self) -> bool:
        """Whether most requests are refused now."""
        return self._failures >= self._most

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Let a request through, and learn from how it ends.

        Raises:
            CircuitOpen: not now.
        """
        self._admit()
        try:
            yield
        except SILENCE:
            self._failed()
            raise
        self._failures = 0

    def _admit(self) -> None:
        if self._failures < self._most:
            return
        now = self._seconds()
        if now < self._next_try:
            raise CircuitOpen(
                f"The {self._service} service does not answer now.",
                retry_after=math.ceil(self._next_try - now),
            )
        self._next_try = now + self._pause

    def _failed(self) -> None:
        self._failures += 1
        if self._failures == self._most:
            self._next_try = self._seconds() + self._pause
