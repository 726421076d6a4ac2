"""What favourites refuse."""

from labwright_chassis.errors import Refused


class TooManyFavourites(Refused):
    """More than a person may have."""

    slug = "too-many-favourites"
    title = "Too many favourites"
