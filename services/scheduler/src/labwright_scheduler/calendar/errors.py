"""What the calendar refuses."""

from labwright_chassis.errors import Refused


class MoveRefused(Refused):
    """The slot's state does not lead there."""

    slug = "move-refused"
    title = "The booking's state forbids this"
