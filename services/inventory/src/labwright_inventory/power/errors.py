"""Why a PDU cannot be written."""

from collections.abc import Sequence

from labwright_chassis.errors import Refused


class OutletsInUse(Refused):
    """Outlets that would go feed devices."""

    slug = "outlets-in-use"
    title = "Outlets feed devices"

    def __init__(self, numbers: Sequence[int]) -> None:
        told = ", ".join(str(number) for number in numbers)
        super().__init__(f"Outlets {told} still feed devices.", outlets=list(numbers))


class NoMasterKey(Refused):
    """Secrets are kept sealed or not at all."""

    slug = "no-master-key"
    title = "Secrets cannot be kept"

    def __init__(self) -> None:
        super().__init__("INVENTORY_MASTER_KEY is not set, so no secret can be kept.")
