"""Which addresses are spoken to: those of the public internet, and networks that are allowed.

A list of our own, since what Python calls global changes with its release. Sources: IANA's
special-purpose address registries (RFC 6890) and RFC 6052 for NAT64.
"""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_PUBLIC_V6 = IPv6Network("2000::/3")

_REFUSED: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), words)
    for network, words in (
        ("0.0.0.0/8", "of this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "private to a provider"),
        ("127.0.0.0/8", "of this machine"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "of this network"),
        ("::1/128", "of this machine"),
        ("::ffff:0:0/96", "an IPv4 address in disguise"),
        ("64:ff9b::/96", "a translated IPv4 address"),
        ("64:ff9b:1::/48", "a translated IPv4 address"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "a translated IPv4 address"),
        ("3fff::/20", "for documentation"),
    )
)


def why_refused(text: str, allowed: Iterable[Network] = ()) -> str | None:
    """Why an address is not spoken to, in words after "it is"; None where it may be."""
    address = ip_address(text.partition("%")[0])
    if any(address in network for network in allowed):
        return None
    for network, words in _REFUSED:
        if address in network:
            return words
    if isinstance(address, IPv6Address) and address not in _PUBLIC_V6:
        return "reserved"
    return None
