"""Why a link opens nothing."""

from labwright_chassis.errors import Malformed
from labwright_contracts.problems import FieldError


class LinkVoid(Malformed):
    """The link is unknown, used, replaced by a newer one, or too old: which of them is not told."""

    slug = "link-void"
    title = "The link does not hold any more"

    @classmethod
    def secret(cls) -> "LinkVoid":
        """The request's `secret` is none."""
        message = "This link was used, replaced by a newer one, or is too old: ask for another."
        return cls(message, errors=[FieldError(pointer="/secret", code="void", message=message)])
