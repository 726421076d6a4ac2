"""Why a device cannot be written."""

from labwright_chassis.errors import Refused
from labwright_contracts.problems import FieldError


class Taken(Refused):
    """Another device has what only one may have: oi_id, serial number, or name at a site."""

    slug = "taken"
    title = "Another device has this already"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(
            message, errors=[FieldError(pointer=f"/{field}", code="taken", message=message)]
        )


def taken(name: str, oi_id: str | None, serial_number: str | None) -> dict[str, Taken]:
    """What each unique constraint means for a device with these values."""
    return {
        "uq_devices_oi_id_key": Taken("oi_id", f"Another device has the oi_id “{oi_id}”."),
        "uq_devices_serial_key": Taken(
            "serial_number", f"Another device has the serial number “{serial_number}”."
        ),
        "uq_devices_site_key_name_key": Taken(
            "name", f"Another device at this site is called “{name}”."
        ),
    }


def taken_meanwhile() -> dict[str, Taken]:
    """The same where many devices are written at once."""
    message = "Another request has taken a device's {} at this moment; try again."
    return {
        "uq_devices_oi_id_key": Taken("oi_id", message.format("oi_id")),
        "uq_devices_serial_key": Taken("serial_number", message.format("serial number")),
        "uq_devices_site_key_name_key": Taken("name", message.format("name")),
    }
