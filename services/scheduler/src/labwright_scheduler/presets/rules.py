"""What presets there are. Values only."""

from enum import StrEnum


class Kind(StrEnum):
    """What a preset is kept for, and the name of it in the audit log."""

    TEMPLATE = "template"
    DEVICE_GROUP = "device_group"
    PATCH_LIST = "patch_list"

    @property
    def words(self) -> str:
        """Its name in a sentence."""
        return self.replace("_", " ")
