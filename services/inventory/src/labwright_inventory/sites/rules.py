"""Which time zones there are."""

from functools import lru_cache
from zoneinfo import available_timezones

_NO_PLACES = {"Factory", "localtime", "posixrules"}


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """The names of the IANA time zone database."""
    return frozenset(available_timezones() - _NO_PLACES)
