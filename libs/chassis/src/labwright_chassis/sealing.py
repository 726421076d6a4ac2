"""Sealing secrets with a master key (AES-256-GCM), so that a database alone gives none away."""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12
_KEY_BYTES = 32


class WrongMasterKey(Exception):
    """The master key is missing, malformed, or not the one that sealed this."""


@dataclass(frozen=True, slots=True, repr=False)
class MasterKey:
    """32 bytes that everything secret in a service's database is sealed with."""

    key: bytes

    @classmethod
    def parse(cls, text: str, *, setting: str = "MASTER_KEY") -> Self:
        """Read the key as it stands in configuration: base64, standard or URL-safe.

        Raises:
            WrongMasterKey: it is missing, or not 32 bytes; `setting` names where it was looked for.
        """
        try:
            standard = text.strip().replace("-", "+").replace("_", "/")
            key = base64.b64decode(standard, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != _KEY_BYTES:
            raise WrongMasterKey(
                f"{setting} or {setting}_FILE must give 32 bytes in base64 "
                "(make some with `openssl rand -base64 32`)."
            )
        return cls(key)

    @property
    def id(self) -> str:
        """What tells this key from others without giving it away."""
        return hashlib.sha256(b"labwright master key id\0" + self.key).hexdigest()[:16]

    def seal(self, secret: bytes, *, name: str) -> str:
        """Nonce and ciphertext in base64url; it opens only under the same `name`."""
        nonce = os.urandom(_NONCE_BYTES)
        return base64url(nonce + AESGCM(self.key).encrypt(nonce, secret, name.encode()))

    def open(self, sealed: str, *, name: str) -> bytes:
        """What `seal` was given.

        Raises:
            WrongMasterKey: sealed with another key, under another name, or altered.
        """
        try:
            raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            nonce, ciphertext = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
            return AESGCM(self.key).decrypt(nonce, ciphertext, name.encode())
        except (InvalidTag, ValueError) as error:
            raise WrongMasterKey(f"{name} was not sealed with this master key.") from error


def base64url(data: bytes) -> str:
    """Base64 without padding, as JOSE writes it (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
