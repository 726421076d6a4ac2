"""Why a group is not made or changed."""

from labwright_chassis.errors import NotAllowed, Refused
from labwright_contracts.problems import FieldError


class GroupNameTaken(Refused):
    """Another group has this name."""

    slug = "taken"
    title = "The name is taken"

    @classmethod
    def by(cls, name: str) -> "GroupNameTaken":
        """`name` is what was asked for."""
        message = f"There is a group {name} already."
        return cls(message, errors=[FieldError(pointer="/name", code="taken", message=message)])


class NotLead(NotAllowed):
    """Who leads a group manages its members; who leads it is not his to say."""

    slug = "not-lead"
    title = "You do not lead this group"
