"""Why an invitation opens nothing."""

from labwright_chassis.errors import Malformed
from labwright_contracts.problems import FieldError


class InvitationVoid(Malformed):
    """Unknown, used, revoked, replaced, too old, or its sender may no longer give what it gives.

    Which of them is not told.
    """

    slug = "invitation-void"
    title = "The invitation does not hold any more"

    @classmethod
    def secret(cls) -> "InvitationVoid":
        """The request's `secret` is none."""
        message = "This invitation was used or withdrawn, or is too old: ask for another."
        return cls(message, errors=[FieldError(pointer="/secret", code="void", message=message)])
