"""Why files of device types are not imported."""

from typing import Any

from labwright_chassis.errors import Malformed


class UnreadableType(Exception):
    """A file that is no device type; `code` for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class TypesRefused(Malformed):
    """Files have errors, so none was imported; `report` has all of them."""

    slug = "type-import-refused"
    title = "Files have errors, nothing was imported"

    def __init__(self, report: dict[str, Any]) -> None:
        wrong, files = report["summary"]["error"], len(report["files"])
        super().__init__(
            f"{wrong} of {files} files have errors; nothing was imported.", report=report
        )
