"""Why many devices are not written: every reason of every one."""

from collections.abc import Sequence

from labwright_chassis.errors import Malformed, NotAllowed, NotFound, Refused, Stale
from labwright_contracts.problems import FieldError

_KINDS = (
    ("not_found", NotFound),
    ("not_allowed", NotAllowed),
    ("stale", Stale),
    ("unknown", Malformed),
    ("no_rack", Malformed),
    ("schema", Malformed),
    ("duplicate", Malformed),
    ("other_site", Refused),
    ("booked", Refused),
    ("taken", Refused),
)


def refuse(errors: Sequence[FieldError]) -> None:
    """Raise the gravest kind of error that is among these, with all of them; none is fine."""
    if not errors:
        return
    codes = {error.code for error in errors}
    kind = next(kind for code, kind in _KINDS if code in codes)
    items = len({error.pointer.split("/")[2] for error in errors})
    what = "item has" if items == 1 else "items have"
    raise kind(f"{items} {what} errors; nothing was written.", errors=errors)
