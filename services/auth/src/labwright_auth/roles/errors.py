"""Why a role is not made, changed, removed or given."""

from labwright_chassis.errors import NotAllowed, Refused
from labwright_contracts.problems import FieldError


class BeyondOwnReach(NotAllowed):
    """Nobody gives or takes what he lacks himself, or what ranks above him."""

    slug = "beyond-own-reach"
    title = "You lack this yourself"


class RoleNameTaken(Refused):
    """Another role has this name, spelled one way or another."""

    slug = "taken"
    title = "The name is taken"

    @classmethod
    def by(cls, name: str) -> "RoleNameTaken":
        """`name` is what was asked for."""
        message = f"There is a role {name} already."
        return cls(message, errors=[FieldError(pointer="/name", code="taken", message=message)])


class BuiltInRole(Refused):
    """A role that every lab begins with keeps its name and rank, and stays."""

    slug = "built-in-role"
    title = "This role belongs to every lab"


class RoleInUse(Refused):
    """Somebody has the role."""

    slug = "role-in-use"
    title = "Somebody has this role"
