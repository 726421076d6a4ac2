"""What a password must not be, and what is kept of it."""

import functools
import re
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from labwright_auth.accounts.errors import WeakPassword
from labwright_chassis.columns import normalised

_REPEATED = re.compile(r"(.+?)\1+")
_AROUND = re.compile(r"^[^a-z]+|[^a-z]+$")
_LEAST_DIFFERENT = 4


class Scheme(StrEnum):
    """How a kept hash was made from a password."""

    ARGON2ID = "argon2id"
    ARGON2ID_SHA256HEX = "argon2id+sha256hex"
    """Over the SHA-256 of the password in hex, which is all that the old browser sends."""
    BCRYPT = "bcrypt"
    """The old system's, over the password or over its SHA-256 in hex; ends at the next sign-in."""


@dataclass(frozen=True, slots=True, repr=False)
class Hashed:
    """A password made unreadable, and the scheme by which."""

    scheme: str
    text: str


@functools.cache
def common_passwords() -> frozenset[str]:
    """Passwords that everybody tries first, in lower case.

    From the frequency lists of zxcvbn (MIT) and Django (BSD): the common ones of six characters on.
    """
    file = resources.files("labwright_auth.accounts").joinpath("common_passwords.txt")
    return frozenset(file.read_text("utf-8").split())


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """What a new password must be: long, and not what is guessed first.

    `least` is in characters. Which kinds of characters are used is not asked (NIST SP 800-63B,
    5.1.1.2).
    """

    least: int

    def check(
        self, password: str, *, username: str, email: str | None = None, field: str = "password"
    ) -> None:
        """Let a good password pass; `field` is where it stands in the request.

        Raises:
            WeakPassword: too short, common, or the account's own name or address.
        """
        if len(password) < self.least:
            words = f"Use at least {self.least} characters."
            raise WeakPassword.because(words, "too-short", field=field)
        if is_common(password):
            words = "This password is among those everybody tries first."
            raise WeakPassword.because(words, "common", field=field)
        own = {normalised(username), normalised(email or ""), normalised(email or "").split("@")[0]}
        if {normalised(password), _core(normalised(password))} & (own - {""}):
            words = "The password must not be the account's own name."
            raise WeakPassword.because(words, "own-name", field=field)


def is_common(password: str) -> bool:
    """Whether it is a common one, one repeated, or one with mere digits and signs around it."""
    folded = normalised(password)
    repeated = _REPEATED.fullmatch(folded)
    unit = repeated[1] if repeated else folded
    return len(set(folded)) < _LEAST_DIFFERENT or bool(
        {folded, unit, _core(folded), _core(unit)} & common_passwords()
    )


def _core(folded: str) -> str:
    return _AROUND.sub("", folded)
