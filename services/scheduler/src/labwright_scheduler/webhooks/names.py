"""Addresses of names that people entered, within a time of our own."""

import socket
from collections.abc import Callable, Sequence
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import Thread

LONGEST = timedelta(seconds=5)
"""How long the system may look for a name."""

Resolve = Callable[[str, int], Sequence[str]]
"""Addresses of a name; raises OSError where it has none."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Addresses of a name as the system resolves it, in its order.

    Raises:
        OSError, UnicodeError: it has none, or nobody said in time.
    """
    answers: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(_addresses(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # The system's own limit is minutes, and none can be set for one question: the thread that asks
    # is left behind, and ends when it is answered.
    Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=LONGEST.total_seconds())
    except Empty as error:
        raise TimeoutError(f"no name server answered for {host}") from error
    if isinstance(answer, Exception):
        raise answer
    return answer


def _addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
