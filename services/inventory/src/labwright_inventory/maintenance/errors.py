"""Why a maintenance cannot go on."""

from labwright_chassis.errors import Refused


class MaintenanceRefused(Refused):
    """The maintenance's state, or its device's, does not allow this."""

    slug = "maintenance-refused"
    title = "The maintenance's state forbids this"
