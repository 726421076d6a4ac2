"""Why a type's schema cannot change."""

from collections.abc import Sequence

from labwright_chassis.errors import Refused


class SchemaBreaksDevices(Refused):
    """Devices of the type have attributes that the new schema refuses."""

    slug = "schema-breaks-devices"
    title = "Devices would no longer obey the schema"

    def __init__(self, found: Sequence[dict[str, object]], *, more: bool) -> None:
        least = "At least " if more else ""
        super().__init__(
            f"{least}{len(found)} devices of the type have attributes that the new schema refuses;"
            " change those first.",
            devices=list(found),
            more=more,
        )
