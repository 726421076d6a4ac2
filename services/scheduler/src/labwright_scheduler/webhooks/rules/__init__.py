"""What is decided about webhooks by values alone."""

from enum import StrEnum


class WebhookKind(StrEnum):
    """What a target understands: signed CloudEvents, or Discord's messages."""

    GENERIC = "generic"
    DISCORD = "discord"


class DeliveryState(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


TEST = "test"
"""The kind of a delivery that somebody asked for to see whether it arrives."""
