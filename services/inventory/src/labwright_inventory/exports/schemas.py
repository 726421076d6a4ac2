"""What is exported."""

from pydantic import Field

from labwright_inventory.devices.schemas import DeviceFilters
from labwright_inventory.exports.rules import FileFormat


class ExportQuery(DeviceFilters):
    """Which devices, and in which kind of file."""

    format: FileFormat = Field(FileFormat.CSV, description="Kind of file.")
