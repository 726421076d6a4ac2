"""Why an entry cannot be changed or removed."""

from labwright_chassis.errors import Refused
from labwright_contracts.problems import FieldError


class NameTaken(Refused):
    """Another entry of the kind has this name, upper and lower case alike."""

    slug = "name-taken"
    title = "The name is taken"

    def __init__(self, label: str, name: str) -> None:
        message = f"There is already a {label} called “{name}”."
        super().__init__(
            message, errors=[FieldError(pointer="/name", code="taken", message=message)]
        )


class InUse(Refused):
    """Something still refers to the entry."""

    slug = "in-use"
    title = "Still in use"

    def __init__(self, label: str, name: str, users: dict[str, int]) -> None:
        told = " and ".join(f"{count} {what}" for what, count in users.items())
        super().__init__(
            f"The {label} “{name}” is used by {told}.", in_use=users, count=sum(users.values())
        )
