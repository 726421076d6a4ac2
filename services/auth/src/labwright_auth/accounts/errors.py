"""Why an account cannot be made."""

from labwright_chassis.errors import Malformed, NotAllowed, Refused
from labwright_contracts.problems import FieldError


class Taken(Refused):
    """Somebody else has this username or e-mail address."""

    slug = "taken"
    title = "The name is taken"

    @classmethod
    def field(cls, name: str) -> "Taken":
        """`name` is the request's field."""
        message = f"Another account has this {name}."
        error = FieldError(pointer=f"/{name}", code="taken", message=message)
        return cls(message, errors=[error])


class RegistrationClosed(NotAllowed):
    """This lab does not let people register by themselves."""

    slug = "registration-closed"
    title = "Registration is not open"


class WeakPassword(Malformed):
    """A password that is guessed first."""

    slug = "weak-password"
    title = "Choose another password"

    @classmethod
    def because(cls, reason: str, code: str, *, field: str) -> "WeakPassword":
        """`reason` is for the person who chose it, `field` the request's."""
        return cls(reason, errors=[FieldError(pointer=f"/{field}", code=code, message=reason)])


class WrongPassword(NotAllowed):
    """What a signed-in person gives as his password is not it."""

    slug = "wrong-password"
    title = "The password is wrong"
