"""Errors that a service may answer with, as a tree. A domain error chooses a kind, never a status.

DomainError
├── Malformed          the request cannot be understood, or names what does not exist
├── Unauthenticated    no or bad identity
├── NotAllowed         known, but not allowed
├── NotFound           absent, or not for this caller to know of
├── Refused            the present state forbids it
├── Stale              the caller's copy is out of date
├── PreconditionMissing  the caller must say which copy it has
├── TooLarge           more than is accepted at once
├── OutOfRange         a part of a content that it does not have
├── UnsupportedMedia   a body of another media type than is taken here
├── TooMany            too often
└── Unavailable        something this depends on is away for now
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from labwright_contracts.problems import FieldError

Aftermath = Callable[[Session], None]
"""A write that outlasts a refusal, done by the edge in its own unit after the rollback."""


class DomainError(Exception):
    """Base of all errors with an answer of their own.

    `detail` names the thing and the reason for a human. `slug` is the program's code: the last
    segment of the problem's type. `extra` are further members of the problem body.
    """

    slug: ClassVar[str] = "error"
    title: ClassVar[str] = "The request failed"

    def __init__(
        self,
        detail: str,
        *,
        errors: Sequence[FieldError] = (),
        aftermath: Sequence[Aftermath] = (),
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.aftermath = tuple(aftermath)
        self.extra = extra


class Malformed(DomainError):
    """The request cannot be understood, or names something that does not exist."""

    slug = "malformed"
    title = "The request cannot be understood"

    @classmethod
    def at(cls, pointer: str, message: str, code: str = "invalid") -> "Malformed":
        """One wrong place, named by JSON pointer (`/slots/0/end`) or parameter (`?limit`)."""
        return cls(message, errors=[FieldError(pointer=pointer, code=code, message=message)])


class Unauthenticated(DomainError):
    """No identity, or one that does not hold."""

    slug = "unauthenticated"
    title = "Sign in first"


class NotAllowed(DomainError):
    """The caller is known and may not do this."""

    slug = "not-allowed"
    title = "Not allowed"


class NotFound(DomainError):
    """The thing does not exist, or is not for this caller to know of."""

    slug = "not-found"
    title = "Not found"


class Refused(DomainError):
    """Well understood, but the present state forbids it."""

    slug = "refused"
    title = "The present state forbids this"


class Stale(DomainError):
    """`If-Match` names a version that is no longer the present one."""

    slug = "stale"
    title = "Somebody else changed it first"


class PreconditionMissing(DomainError):
    """The change must say which version it was made from."""

    slug = "precondition-required"
    title = "Say which version you changed"


class TooLarge(DomainError):
    """More than is accepted in one request."""

    slug = "too-large"
    title = "Too large"


class OutOfRange(DomainError):
    """A part of a content that it does not have; `size` (in `extra`) is how many bytes it has."""

    slug = "range-not-satisfiable"
    title = "There is no such part"


class UnsupportedMedia(DomainError):
    """A body of another media type than is taken here."""

    slug = "unsupported-media-type"
    title = "The body's media type is not taken here"


class TooMany(DomainError):
    """Too often; `Retry-After` (`retry_after` in `extra`, in seconds) says when again."""

    slug = "too-many-requests"
    title = "Too many requests"


class Unavailable(DomainError):
    """Something needed is away; `Retry-After` (`retry_after` in `extra`) says when to try again."""

    slug = "unavailable"
    title = "Unavailable for now"
