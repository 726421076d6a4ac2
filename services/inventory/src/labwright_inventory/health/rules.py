"""How a device can be."""

from enum import StrEnum


class HealthStatus(StrEnum):
    """What an agent says of a device; `unknown` also of one that nobody reports on."""

    OK = "ok"
    WARNING = "warning"
    CRITICAL = "critical"
    UNKNOWN = "unknown"
