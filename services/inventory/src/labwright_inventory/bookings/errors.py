"""Why a device with bookings stays."""

from datetime import datetime

from labwright_chassis.errors import Refused


class StillBooked(Refused):
    """Somebody has booked the device for later, as far as inventory has heard."""

    slug = "still-booked"
    title = "The device is still booked"

    def __init__(self, name: str, until: datetime) -> None:
        told = until.isoformat().replace("+00:00", "Z")
        super().__init__(
            f"“{name}” is booked until {told}, by what the scheduler told; that may be seconds old."
            " Cancel the bookings, or force the removal and give a reason.",
            booked_until=told,
        )
