"""Words of the catalog."""

from enum import StrEnum


class Direction(StrEnum):
    """Which way light or data goes at a port."""

    IN = "in"
    OUT = "out"
    BOTH = "both"


class ComponentList(StrEnum):
    """Lists of the device-type library whose members become neither ports nor outlets."""

    POWER_PORTS = "power-ports"
    MODULE_BAYS = "module-bays"
    DEVICE_BAYS = "device-bays"
    INVENTORY_ITEMS = "inventory-items"


MOST_PORTS = 1000
"""Of a device and of a type; a device's event carries all of them."""
