"""What presets refuse."""

from labwright_chassis.errors import Refused


class NameTaken(Refused):
    """The owner has another one of that name."""

    slug = "preset-name-taken"
    title = "The name is taken"


class TooManyPresets(Refused):
    """More than a person may keep."""

    slug = "too-many-presets"
    title = "Too many are kept"
