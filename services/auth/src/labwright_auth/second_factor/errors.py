"""Why a second factor is asked for, or does not do."""

from labwright_chassis.errors import NotAllowed, Refused, Unauthenticated


class SecondFactorRequired(Unauthenticated):
    """The password is right; `challenge` in the answer goes on with a code."""

    slug = "second-factor-required"
    title = "A second factor is needed"


class ChallengeVoid(Unauthenticated):
    """The challenge was used, is too old, or saw too many wrong codes."""

    slug = "challenge-void"
    title = "Sign in from the beginning"


class WrongCode(Unauthenticated):
    """No code of this person, or one that was used before: which of them, nobody is told."""

    slug = "wrong-code"
    title = "The code is wrong"


class CodeRefused(NotAllowed):
    """What a signed-in person gives as his code is none."""

    slug = "code-refused"
    title = "The code is wrong"


class AlreadyOn(Refused):
    """There is a second factor already."""

    slug = "second-factor-on"
    title = "There is a second factor already"


class NotOn(Refused):
    """There is no second factor to change."""

    slug = "second-factor-off"
    title = "There is no second factor"
