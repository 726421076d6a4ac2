"""From where a request comes."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

from labwright_gateway.settings import Network


def client_address(scope: Scope, headers: Headers, trusted: Sequence[Network]) -> str:
    """The client's IP address, or an empty text for a peer without one (a Unix socket).

    Behind trusted proxies it is the last hop in `X-Forwarded-For` that is not such a proxy; what
    stands further left was written by that client and proves nothing.
    """
    peer = scope["client"][0] if scope.get("client") else ""
    address = peer
    hops = [hop.strip() for line in headers.getlist("x-forwarded-for") for hop in line.split(",")]
    while hops and _within(address, trusted):
        following = _parsed(hops.pop())
        if following is None:
            break
        address = str(following)
    return address


def permitted(address: str, networks: tuple[str, ...] | None) -> bool:
    """Whether the address lies in one of the networks (CIDR); None permits all."""
    return networks is None or _within(address, _networks(networks))


@lru_cache(maxsize=1024)
def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(text, strict=False) for text in texts)


def _within(address: str, networks: Sequence[Network]) -> bool:
    parsed = _parsed(address) if networks else None
    return parsed is not None and any(parsed in network for network in networks)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
