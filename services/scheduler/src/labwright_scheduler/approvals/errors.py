"""What those who decide are refused for."""

from labwright_chassis.errors import Refused


class DecisionsRefused(Refused):
    """Of decisions that were to be taken together one may not; none was."""

    slug = "decisions-refused"
    title = "Not all of it can be decided so"
