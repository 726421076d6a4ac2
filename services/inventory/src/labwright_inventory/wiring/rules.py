"""Words of the wiring."""

from enum import StrEnum


class LinkKind(StrEnum):
    """What a link is made of."""

    FIBRE = "fibre"
    COPPER = "copper"
    CROSS_CONNECT = "cross_connect"
