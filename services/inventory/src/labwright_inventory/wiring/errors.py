"""Why ports and links cannot be written."""

from collections.abc import Sequence

from labwright_chassis.errors import Refused
from labwright_contracts.problems import FieldError


class PortTaken(Refused):
    """A port has at most one link."""

    slug = "port-taken"
    title = "The port has a link already"

    def __init__(self, taken: Sequence[tuple[str, str]] = ()) -> None:
        """`taken` are (pointer, message); none where another request was quicker."""
        message = "Another request has linked one of the ports at this moment."
        errors = [FieldError(pointer=p, code="taken", message=m) for p, m in taken]
        super().__init__(" ".join(m for _, m in taken) or message, errors=errors)


class PortLinked(Refused):
    """A port that has a link is not deleted."""

    slug = "port-linked"
    title = "The port has a link"

    def __init__(self, name: str, link_id: int) -> None:
        super().__init__(
            f"The port “{name}” has the link {link_id}; remove that first.", link_id=link_id
        )


class TooManyPorts(Refused):
    """A device has only so many ports."""

    slug = "too-many-ports"
    title = "Too many ports"

    def __init__(self, most: int) -> None:
        super().__init__(f"A device has at most {most} ports.")
