"""`Idempotency-Key`: the same request twice has one effect and one answer.

The key's row and the answer are written in the change's own transaction, so a second caller waits
for the first one's end, and a refused request leaves no key behind.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, SecretStr
from pydantic_core import to_json
from sqlalchemy import and_, delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from labwright_chassis import clock
from labwright_chassis.callers import Caller
from labwright_chassis.db import LOCK_TIMEOUT, insert_new
from labwright_chassis.errors import Malformed, Refused
from labwright_chassis.tables import idempotency_keys as keys

KEPT = timedelta(hours=24)
_FORM = re.compile(r"[\x21-\x7e]{1,128}")


@dataclass(frozen=True, slots=True)
class Key:
    """Which caller sent which body to which route under which key."""

    caller: str
    route: str
    key: str
    body_hash: str


def key_of(request: Request, route: str, values: dict[str, Any]) -> Key | None:
    """The key of this request, or None when it sent none.

    Raises:
        Malformed: the header is not 1 to 128 visible ASCII characters.
    """
    header = request.headers.get("idempotency-key")
    if header is None:
        return None
    if not _FORM.fullmatch(header):
        raise Malformed("Idempotency-Key must be 1 to 128 visible ASCII characters.")
    caller: Caller | None = getattr(request.state, "caller", None)
    query = sorted(request.query_params.multi_items())
    who = caller.actor if caller else ""
    digest = hashlib.sha256(f"{request.url.path}{query}".encode())
    for name in sorted(values):
        content = _bytes_of(values[name], salt=f"{who} {route} {header}".encode())
        digest.update(name.encode() + b"\0" + content)
    return Key(who, f"POST {route}", header, digest.hexdigest())


def find(session: Session, key: Key) -> Response | None:
    """Take the key, or answer again what was answered under it.

    Raises:
        Malformed: the key was used for another body.
        Refused: the first request with this key lasts longer than a lock is waited for.
    """
    row = {"caller": key.caller, "route": key.route, "key": key.key, "body_hash": key.body_hash}
    try:
        if insert_new(session, keys, row | {"created_at": clock.now()}):
            return None
    except OperationalError as error:
        if error.orig is not None and error.orig.args[:1] == (LOCK_TIMEOUT,):
            raise Refused("A request with this Idempotency-Key is still under way.") from error
        raise
    stored = session.execute(select(keys).where(_is(key))).mappings().one()
    if stored["body_hash"] != key.body_hash:
        raise Malformed("This Idempotency-Key was used for another request.")
    return Response(
        content=stored["body"],
        status_code=stored["status"],
        media_type="application/json",
        headers={**(stored["headers"] or {}), "Idempotency-Replayed": "true"},
    )


def keep(session: Session, key: Key, status: int, answer: Any, headers: dict[str, str]) -> None:
    """Store the answer under its key."""
    body = to_json(answer, by_alias=True).decode()
    values = {"status": status, "body": body, "headers": headers}
    session.execute(update(keys).where(_is(key)).values(values))


def prune(session: Session) -> None:
    """Forget keys older than `KEPT`."""
    session.execute(delete(keys).where(keys.c.created_at < clock.now() - KEPT))


def _is(key: Key) -> Any:
    return and_(keys.c.caller == key.caller, keys.c.route == key.route, keys.c.key == key.key)


def _bytes_of(value: Any, *, salt: bytes) -> bytes:
    if isinstance(value, BaseModel):
        # JSON mode would write every secret as the same asterisks.
        return to_json(_revealed(value.model_dump(), salt))
    if isinstance(value, UploadFile):
        content = hashlib.file_digest(value.file, "sha256").digest()  # type: ignore[arg-type]
        value.file.seek(0)
        return content
    if isinstance(value, list | tuple):
        return b"[" + b",".join(_bytes_of(item, salt=salt) for item in value) + b"]"
    if isinstance(value, str | int | float | bool | dict | UUID | date | type(None)):
        return repr(value).encode()
    return b""  # what a dependency made: the caller, the answer, validators


def _revealed(value: Any, salt: bytes) -> Any:
    if isinstance(value, dict):
        return {name: _revealed(item, salt) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_revealed(item, salt) for item in value]
    if isinstance(value, SecretStr):
        # The hash of it all is stored: it must not make a password quick to guess.
        secret = value.get_secret_value().encode()
        return hashlib.scrypt(secret, salt=salt, n=2**14, r=8, p=1).hex()
    return value
