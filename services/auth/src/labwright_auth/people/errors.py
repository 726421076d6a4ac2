"""What not even an admin may do."""

from labwright_chassis.errors import Refused


class LastSuperAdmin(Refused):
    """Nobody would be left who can give every role."""

    slug = "last-super-admin"
    title = "The last Super Admin stays"
