"""Why a file is not kept."""

from labwright_chassis.errors import Malformed, OutOfRange, TooLarge, UnsupportedMedia
from labwright_contracts.problems import FieldError


class FileUnfit(Malformed):
    """The file has no content, or a name that none should have."""

    slug = "file-unfit"
    title = "The file cannot be kept"

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, errors=[FieldError(pointer="/file", code=code, message=message)])


class FileTooLarge(TooLarge):
    """The file is larger than an attachment may be."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"A file may have at most {limit:,} bytes.", limit=limit)


class FileTypeRefused(UnsupportedMedia):
    """The file is of no type that is kept, or not of the type that it claims to be."""


class PartOutside(OutOfRange):
    """The part that is asked for lies beyond the file's end."""

    def __init__(self, size: int) -> None:
        super().__init__(f"The file has {size:,} bytes.", size=size)
