"""Keys that access tokens are signed with."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_auth.db import Base
from labwright_auth.keys.rules import published
from labwright_chassis.columns import UtcDateTime
from labwright_chassis.sealing import MasterKey, WrongMasterKey, base64url

KEPT_AFTER = timedelta(minutes=15)
"""A retired key stays published for longer than any token lives that it signed."""


class SigningKey(Base):
    """An Ed25519 key: published from the start, signing from `activates_at` until `retired_at`.

    `public_key` is the `x` of its JWK.

    The private half is sealed with the master key named by `master_key_id`.
    """

    __tablename__ = "signing_keys"

    kid: Mapped[str] = mapped_column(String(32), primary_key=True)
    public_key: Mapped[str] = mapped_column(String(64))
    sealed_key: Mapped[str] = mapped_column(String(255))
    master_key_id: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    activates_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def generate(cls, master: MasterKey, *, now: datetime, activates_at: datetime) -> Self:
        """A new key."""
        kid = uuid4().hex
        private = Ed25519PrivateKey.generate()
        return cls(
            kid=kid,
            public_key=base64url(private.public_key().public_bytes_raw()),
            sealed_key=master.seal(private.private_bytes_raw(), name=kid),
            master_key_id=master.id,
            created_at=now,
            activates_at=activates_at,
        )

    def signs(self, now: datetime) -> bool:
        """Whether tokens may be signed with it at that time."""
        return self.activates_at <= now and (self.retired_at is None or now < self.retired_at)

    def opened(self, master: MasterKey) -> Ed25519PrivateKey:
        """The private key.

        Raises:
            WrongMasterKey: it was sealed with another one.
        """
        if self.master_key_id != master.id:
            raise WrongMasterKey(
                f"Signing key {self.kid} is sealed with master key {self.master_key_id}, "
                f"the one configured is {master.id}."
            )
        return Ed25519PrivateKey.from_private_bytes(master.open(self.sealed_key, name=self.kid))

    def published(self) -> dict[str, str]:
        """The public half as a JWK."""
        return published(self.kid, self.public_key)
