"""Why a device type cannot be written."""

from labwright_chassis.errors import Refused
from labwright_contracts.problems import FieldError


class SlugTaken(Refused):
    """Another device type has this slug."""

    slug = "slug-taken"
    title = "The slug is taken"

    def __init__(self, slug: str | None) -> None:
        message = f"Another device type has the slug “{slug}”."
        super().__init__(
            message, errors=[FieldError(pointer="/slug", code="taken", message=message)]
        )
