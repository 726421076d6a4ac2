"""Words of power."""

from enum import StrEnum

MOST_OUTLETS = 200


class SensorKind(StrEnum):
    """What a sensor measures."""

    TEMPERATURE = "temperature"
    HUMIDITY = "humidity"
    CURRENT = "current"
    VOLTAGE = "voltage"
    POWER = "power"
    ENERGY = "energy"
    OTHER = "other"
