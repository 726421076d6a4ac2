"""Which labels."""

from typing import Literal

from pydantic import Field

from labwright_inventory.devices.schemas import DeviceFilters


class SheetQuery(DeviceFilters):
    """Which devices, and as what."""

    format: Literal["html"] = Field("html", description="A page to print on A4.")
