"""Shared secrets of services, one file each."""

import os
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from labwright_auth.keys.schemas import ServiceIdentity
from labwright_chassis.errors import NotFound

_SERVICE_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
_PREVIOUS = ".previous"
# What else lies in the folder of a lab that runs in one process.
_NO_SERVICE = frozenset({"master-key"})


class SecretFiles:
    """Reads `<folder>/<service id>` at each question, so that a secret can be exchanged.

    After an exchange the former secret stands in `<service id>.previous` and still holds, until
    the service has been given the new one and the exchange is finished.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def secrets_of(self, service_id: str) -> Sequence[str]:
        """The secrets by which a service may prove itself; none for one that is not known."""
        if self._folder is None or not _is_service(service_id):
            return ()
        found = (_text(self._folder / f"{service_id}{end}") for end in ("", _PREVIOUS))
        return [text for text in found if text]

    def known(self) -> list[ServiceIdentity]:
        """Every service that may prove itself, by name."""
        if self._folder is None:
            return []
        files = [file for file in self._folder.iterdir() if _is_service(file.name)]
        return [
            ServiceIdentity(
                id=file.name,
                secret_set_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
                previous_holds=_previous(file).exists(),
            )
            for file in sorted(files)
            if file.is_file()
        ]

    def exchange(self, service_id: str) -> Path:
        """Write a new secret for a service; the file it stands in.

        Raises:
            NotFound: there is no such service.
        """
        file = self._file(service_id)
        _write(_previous(file), _text(file) or "", like=file)
        _write(file, secrets.token_urlsafe(32), like=file)
        return file

    def finish(self, service_id: str) -> None:
        """Let the former secret of a service no longer hold.

        Raises:
            NotFound: there is no such service.
        """
        _previous(self._file(service_id)).unlink(missing_ok=True)

    def _file(self, service_id: str) -> Path:
        if self._folder is None or not self.secrets_of(service_id):
            raise NotFound(f"There is no service {service_id}.")
        return self._folder / service_id


def _is_service(name: str) -> bool:
    return _SERVICE_ID.fullmatch(name) is not None and name not in _NO_SERVICE


def _previous(file: Path) -> Path:
    return file.with_name(file.name + _PREVIOUS)


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8").strip() or None
    except (FileNotFoundError, IsADirectoryError):
        return None


def _write(file: Path, text: str, *, like: Path) -> None:
    """Write a file that belongs to whom `like` belongs to, and can be read by the same."""
    # Under another name first: whoever reads meanwhile finds one secret or the other, whole.
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
    present = like.stat()
    unfinished.chmod(present.st_mode & 0o777)
    os.chown(unfinished, present.st_uid, present.st_gid)
    unfinished.replace(file)
