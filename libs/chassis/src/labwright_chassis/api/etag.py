"""Validators: `ETag`, `If-None-Match` (304) and `If-Match` (412)."""

import hashlib
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request, Response

from labwright_chassis.errors import PreconditionMissing, Stale


class NotModified(Exception):
    """The caller's copy is current: 304."""

    def __init__(self, tag: str) -> None:
        self.tag = tag


def tag_of(*parts: object) -> str:
    """A strong validator over the parts; of a single version, `"v7"`."""
    if len(parts) == 1 and isinstance(parts[0], int):
        return f'"v{parts[0]}"'
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:20]}"'


class Validator:
    """What the request says about the copy its caller has."""

    def __init__(self, request: Request, response: Response) -> None:
        self._if_match = _tags(request.headers.get("if-match"))
        self._if_none_match = _tags(request.headers.get("if-none-match"))
        self._response = response

    def answer(self, *parts: object) -> None:
        """Put the tag on the answer, or raise `NotModified` when the caller has this state."""
        tag = tag_of(*parts)
        self._response.headers["ETag"] = tag
        # Kept by the caller's browser only, and asked about each time: that makes 304 possible.
        self._response.headers["Cache-Control"] = "private, no-cache"
        if tag in self._if_none_match or "*" in self._if_none_match:
            raise NotModified(tag)

    def unless_lasting(self, *parts: object, now: datetime) -> None:
        """Raise `NotModified` when the caller has this state and its time (`lasts`) is not over."""
        for tag in self._if_none_match:
            state, _, until = tag.strip('"').rpartition(".")
            if until.isdecimal() and int(until) > _seconds(now) and tag_of(*parts) == f'"{state}"':
                raise NotModified(tag)

    def lasts(self, until: datetime, *parts: object) -> None:
        """Put a tag on the answer that holds for this state, and no longer than to a time.

        The time stands in the tag, so that an answer which the clock changes can be asked about
        by its state alone. It is cut to whole seconds.
        """
        self._response.headers["ETag"] = f'{tag_of(*parts)[:-1]}.{_seconds(until)}"'
        self._response.headers["Cache-Control"] = "private, no-cache"

    def admits(self, *parts: object) -> bool:
        """Whether a change may be made from this version; without `If-Match` from any.

        `parts` are what the version's tag was made of.
        """
        return not self._if_match or "*" in self._if_match or tag_of(*parts) in self._if_match

    def expect(self, *parts: object) -> None:
        """Refuse a change that was made from another version (`admits`).

        Raises:
            Stale: `If-Match` names other versions only.
        """
        if not self.admits(*parts):
            raise Stale(f"The present version is {tag_of(*parts)}; load it and change that.")

    def require(self, version: int) -> None:
        """Refuse a change that does not say it was made from this version.

        Raises:
            PreconditionMissing: there is no `If-Match`.
            Stale: it names other versions only.
        """
        if not self._if_match:
            raise PreconditionMissing("Send If-Match with the ETag of what you changed.")
        self.expect(version)

    def changed(self, *parts: object) -> None:
        """Put the new version's tag on the answer."""
        self._response.headers["ETag"] = tag_of(*parts)


Validators = Annotated[Validator, Depends(Validator)]


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _tags(header: str | None) -> set[str]:
    return {part.strip().removeprefix("W/") for part in header.split(",")} if header else set()
