"""Why somebody cannot change his own account now."""

from labwright_chassis.errors import TooMany


class TooManyLinks(TooMany):
    """Several links went out just now."""

    slug = "too-many-links"
    title = "Look into your mailbox first"
