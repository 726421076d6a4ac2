"""Authenticator apps, recovery codes, and sign-ins that wait for one of these."""

import hmac
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labwright_auth.db import Base
from labwright_auth.second_factor.rules import matching_step, recovery_hash, seed_name
from labwright_chassis.columns import BigId, UtcDateTime
from labwright_chassis.sealing import MasterKey


class Authenticator(Base):
    """A person's authenticator app; in force from `confirmed_at` on.

    The seed is sealed with the master key named by `master_key_id`. `last_step` is the step of the
    last code that was taken: none up to it is taken again.
    """

    __tablename__ = "authenticators"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    sealed_seed: Mapped[str] = mapped_column(String(255))
    master_key_id: Mapped[str] = mapped_column(String(16))
    last_step: Mapped[int] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def seal(self, seed: str, master: MasterKey) -> None:
        """Keep this seed."""
        self.sealed_seed = master.seal(seed.encode(), name=seed_name(self.user_id))
        self.master_key_id = master.id

    def step_of(self, code: str, master: MasterKey, *, now: datetime) -> int | None:
        """The step whose code this is, used or not.

        Raises:
            WrongMasterKey: the seed was sealed with another one.
        """
        seed = master.open(self.sealed_seed, name=seed_name(self.user_id)).decode()
        return matching_step(seed, code, now=now)

    def use(self, step: int) -> bool:
        """Take the code of that step; False if it, or a later one, was taken before."""
        if step <= self.last_step:
            return False
        self.last_step = step
        return True


class RecoveryCode(Base):
    """A code for the day on which the app is lost. Using it deletes the row."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64))

    def is_code(self, code: str) -> bool:
        """Whether this is it."""
        return hmac.compare_digest(recovery_hash(code, self.salt), self.code_hash)


class Challenge(Base):
    """A sign-in whose password was right and which waits for a code."""

    __tablename__ = "challenges"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    failures: Mapped[int]
