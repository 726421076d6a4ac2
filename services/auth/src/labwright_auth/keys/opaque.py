"""Secrets that callers carry: `<prefix>_<id>_<256 random bits>`. Only the hash is stored."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import ClassVar, Self
from uuid import UUID

_SECRET_BYTES = 32
_FORM = re.compile(r"(lw[a-z])_([0-9a-f]{32})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True, repr=False)
class OpaqueSecret:
    """Base of the kinds of secret, which their prefix tells apart."""

    prefix: ClassVar[str]

    id: UUID
    secret: str

    @classmethod
    def generate(cls, id: UUID) -> Self:
        """A new secret for what `id` names."""
        return cls(id, secrets.token_urlsafe(_SECRET_BYTES))

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """What is in the text, None if it has another form."""
        match = _FORM.fullmatch(text)
        return cls(UUID(match[2]), match[3]) if match and match[1] == cls.prefix else None

    @property
    def text(self) -> str:
        """The form in which it travels."""
        return f"{self.prefix}_{self.id.hex}_{self.secret}"

    @property
    def hash(self) -> str:
        """SHA-256 in hex, enough for 256 random bits."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def opens(self, hashed: str) -> bool:
        """Whether it is the one of that hash."""
        return hmac.compare_digest(hashed, self.hash)
