"""The copies of a service, behind one name or several."""

import asyncio
import socket
import time
from collections.abc import Sequence
from ipaddress import ip_address

from labwright_chassis import logs
from labwright_gateway.errors import Unreachable

KEPT_SECONDS = 10
"""How long the addresses of a name are used before they are asked for again."""

LOOKED_AGAIN_SECONDS = 1
"""How often they are asked for again, at most, while no copy takes a connection."""

AVOIDED_SECONDS = 5
"""How long a copy that took no connection, or said that it leaves, comes last."""

Place = tuple[str, int]
"""Host or address, and port."""


class Copies:
    """The copies at these places, each in its turn, as `http://address:port`.

    A name that cannot be resolved any more keeps the addresses it had.
    """

    def __init__(self, *places: Place) -> None:
        self._places = places
        self._known: dict[Place, Sequence[str]] = {
            (host, port): [_base(host, port)] for host, port in places if _is_address(host)
        }
        resolved = len(self._known) == len(places)
        self._resolved_at = float("inf") if resolved else float("-inf")
        self._resolving: asyncio.Task[None] | None = None
        self._avoided_since: dict[str, float] = {}
        self._turn = 0

    async def in_order(self) -> Sequence[str]:
        """All copies in the order in which to try them; those to avoid come last.

        Raises:
            Unreachable: no name is known.
        """
        if time.monotonic() - self._resolved_at > KEPT_SECONDS:
            await self._refresh()
        found = [copy for place in self._places for copy in self._known.get(place, ())]
        if not found:
            names = " or ".join(host for host, _ in self._places)
            raise Unreachable(f"The name {names} is unknown.", retry_after=2)
        self._turn = (self._turn + 1) % len(found)
        turned = [*found[self._turn :], *found[: self._turn]]
        return sorted(turned, key=self._avoided) if self._avoided_since else turned

    def avoid(self, copy: str) -> None:
        """Note that a copy took no connection, or said that it leaves."""
        self._avoided_since[copy] = time.monotonic()

    def look_again(self) -> bool:
        """Have the next question ask for the addresses; False if they have just been asked for."""
        if time.monotonic() - self._resolved_at < LOOKED_AGAIN_SECONDS:
            return False
        self._resolved_at = float("-inf")
        return True

    def _avoided(self, copy: str) -> bool:
        since = time.monotonic() - self._avoided_since.get(copy, float("-inf"))
        if since > AVOIDED_SECONDS:
            self._avoided_since.pop(copy, None)
        return since <= AVOIDED_SECONDS

    async def _refresh(self) -> None:
        """Ask for the addresses; only those who have none that may serve wait for the answer."""
        if self._resolving is None:
            self._resolving = asyncio.create_task(self._resolve())
        if self._resolved_at == float("-inf"):
            await asyncio.shield(self._resolving)

    async def _resolve(self) -> None:
        for host, port in self._places:
            if _is_address(host):
                continue
            try:
                found = [_base(address, port) for address in await resolve(host, port)]
                self._known[host, port] = found or self._known.get((host, port), [])
            except OSError as error:
                logs.get(__name__).warning("name not resolved", host=host, reason=str(error))
        # Those who wait for a first address may ask again at once.
        self._resolved_at = time.monotonic() if any(self._known.values()) else float("-inf")
        self._resolving = None


async def resolve(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a name, in a stable order.

    Raises:
        OSError: the name is unknown, or nobody could be asked.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return sorted({str(place[0]) for *_, place in found})


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _base(address: str, port: int) -> str:
    return f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"
