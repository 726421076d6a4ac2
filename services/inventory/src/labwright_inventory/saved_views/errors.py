"""What keeping a view refuses."""

from labwright_chassis.errors import Refused


class TooManyViews(Refused):
    """More than a person may keep."""

    slug = "too-many-views"
    title = "Too many views are kept"
