"""Accounts toward the outside: the hashing library, a secret file, snapshots for others."""

import asyncio
import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import TypeVar

import bcrypt
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from labwright_auth.accounts.models import User
from labwright_auth.accounts.rules import Hashed, Scheme
from labwright_chassis.errors import Unavailable
from labwright_chassis.worker.snapshots import Rendered, SnapshotSource
from labwright_contracts.auth import UserSnapshot
from labwright_contracts.catalogue import USER_CHANGED

T = TypeVar("T")

_BCRYPT_BYTES = 72
_AT_ONCE = 4
_WAITING = 32
_RETRY_SECONDS = 2


class Argon2Passwords:
    """Argon2id (RFC 9106), `memory_kib` for each hash under way; the old system's hashes verify."""

    def __init__(self, *, time_cost: int, memory_kib: int, parallelism: int) -> None:
        hasher = Argon2Hasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism)
        self._hashes = PasswordHash((hasher,))
        self._nobody = self._hashes.hash("nobody's password")

    def hash(self, password: str) -> Hashed:
        """A salted hash."""
        return Hashed(Scheme.ARGON2ID, self._hashes.hash(password))

    def verify(self, password: str, kept: Hashed | None) -> tuple[bool, Hashed | None]:
        """Whether the password is the kept one, and a new hash where the old is outdated."""
        if kept is None:
            self._hashes.verify(password, self._nobody)
            return False, None
        if kept.scheme == Scheme.BCRYPT:
            forms = (password, _digest(password))
            good = any(_is_bcrypt_of(form, kept.text) for form in forms)
            return good, self.hash(password) if good else None
        text = _digest(password) if kept.scheme == Scheme.ARGON2ID_SHA256HEX else password
        good, fresh = self._hashes.verify_and_update(text, kept.text)
        return good, Hashed(kept.scheme, fresh) if fresh is not None else None


def _digest(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()


def _is_bcrypt_of(text: str, kept: str) -> bool:
    # bcrypt never took more than 72 bytes; its old form cut them off silently.
    return bcrypt.checkpw(text.encode()[:_BCRYPT_BYTES], kept.encode())


class HashingLine:
    """Threads that only hash, and a short line before them.

    A flood of sign-ins waits here, so it takes neither the threads that serve everybody else nor
    more memory than `at_once` hashes need.
    """

    def __init__(self, *, at_once: int = _AT_ONCE, waiting: int = _WAITING) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="hashing")
        self._places = threading.BoundedSemaphore(at_once + waiting)

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` answers, once a thread is free for it.

        Raises:
            Unavailable: too many are waiting already.
        """
        if not self._places.acquire(blocking=False):
            raise Unavailable(
                "Too many people are signing in at this moment.", retry_after=_RETRY_SECONDS
            )
        under_way = self._threads.submit(copy_context().run, work)
        # Not when the request ends: a thread whose caller has gone hashes on.
        under_way.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(under_way)


def write_secret(file: Path, text: str) -> None:
    """Write a file that its owner alone can read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(text + "\n", encoding="utf-8")


def render_people(session: Session, ids: Sequence[int]) -> Iterable[Rendered]:
    """What other services may know of these people: two statements."""
    loaded = select(User).where(User.id.in_(ids)).options(selectinload(User.assignments))
    for user in session.scalars(loaded):
        body = UserSnapshot(
            id=user.id,
            version=user.version,
            username=user.username,
            display_name=user.display_name,
            status=user.status,
            roles=tuple(user.roles),
        )
        yield Rendered(user.id, user.version, USER_CHANGED, body)


PEOPLE = SnapshotSource(
    "user",
    "users",
    User.id,  # type: ignore[arg-type]
    User.version,  # type: ignore[arg-type]
    render_people,
)
