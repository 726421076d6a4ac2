"""Why a device cannot stand where it would."""

from collections.abc import Sequence
from dataclasses import dataclass

from labwright_chassis.errors import Refused
from labwright_contracts.problems import FieldError

_TOLD = 20


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A device that cannot stand where it would, and why; `other_id` is the one in its way."""

    device_id: int
    message: str
    other_id: int | None = None


class DoesNotFit(Refused):
    """Devices would collide in a rack, or reach beyond it."""

    slug = "does-not-fit"
    title = "It does not fit the rack"

    def __init__(self, rack: str, found: Sequence[Misplaced], *, pointer: str) -> None:
        told = " ".join(problem.message for problem in found[:_TOLD])
        super().__init__(
            f"Rack “{rack}”: {told}",
            errors=[
                FieldError(pointer=pointer, code="does_not_fit", message=problem.message)
                for problem in found[:_TOLD]
            ],
            misplaced=[
                {"device_id": problem.device_id, "other_id": problem.other_id} for problem in found
            ],
        )


class OtherSite(Refused):
    """A device stands at the site of its rack, a rack at the site of its location."""

    slug = "other-site"
    title = "It stands at another site"

    def __init__(self, message: str, *, pointer: str = "/site_id") -> None:
        super().__init__(
            message, errors=[FieldError(pointer=pointer, code="other_site", message=message)]
        )
