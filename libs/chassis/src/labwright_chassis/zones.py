"""Time zones: names of the IANA database, as people write them."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, StringConstraints

_NO_PLACES = {"Factory", "localtime", "posixrules"}


@cache
def names() -> frozenset[str]:
    """The names of the IANA time zone database."""
    return frozenset(available_timezones() - _NO_PLACES)


def _known(name: str) -> str:
    if name not in names():
        raise ValueError(f"{name} is no time zone of the IANA database, such as Europe/Dublin")
    return name


TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known)]
"""A name of the IANA database; any other is refused."""
