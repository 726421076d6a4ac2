"""What an import of device types would do or has done, file by file."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from labwright_chassis.lists import AnswerBody


class FileAction(StrEnum):
    """What becomes of a file."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    ERROR = "error"


class FileErrorOut(AnswerBody):
    """One thing wrong; `pointer` is empty for the file as a whole."""

    pointer: str
    code: str
    message: str


class FileReport(AnswerBody):
    """One file."""

    file: str
    action: FileAction
    device_type_id: int | None = Field(description="null for a new type in a dry run.")
    name: str = Field(description="What the type is called.")
    slug: str | None
    new_manufacturer: bool = Field(description="Whether its manufacturer is new, too.")
    counts: dict[str, int] = Field(description="Members of each component list.")
    changes: dict[str, tuple[Any, Any]] = Field(
        description="[old, new] by field; of templates and extra, how many entries."
    )
    unknown_keys: list[str] = Field(description="Not of the format; kept in `extra` or `details`.")
    notes: list[str]
    errors: list[FileErrorOut]


class TypesSummary(AnswerBody):
    """How many files of each kind."""

    create: int
    update: int
    unchanged: int
    error: int


class TypesReport(AnswerBody):
    """The whole import."""

    dry_run: bool
    summary: TypesSummary
    files: list[FileReport]
