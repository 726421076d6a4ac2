"""Where contents are kept: a folder, or an S3-compatible store."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from labwright_chassis.errors import Unavailable
from labwright_inventory.attachments.rules import Part
from labwright_inventory.attachments.service import Store
from labwright_inventory.settings import InventorySettings

if TYPE_CHECKING:
    from obstore import GetOptions

_CHUNK = 1_048_576
_ARRIVING = ".arriving-"


class FolderStore:
    """Contents as files of one folder, which all copies of the service share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, file: BinaryIO) -> None:
        """Write beside it, then rename: nobody ever sees half a file."""
        with _reached():
            self._folder.mkdir(parents=True, exist_ok=True)
            # What stops in the middle stays under this name until the sweep.
            arriving = self._folder / f"{_ARRIVING}{key}"
            with arriving.open("wb") as target:
                shutil.copyfileobj(file, target, _CHUNK)
            arriving.rename(self._folder / key)

    def open(self, key: str, part: Part | None = None) -> Iterator[bytes]:
        """The content in pieces of a mebibyte."""
        return _pieces((self._folder / key).open("rb"), part)

    def delete(self, key: str) -> None:
        """Unlink the file."""
        (self._folder / key).unlink(missing_ok=True)

    def listed(self) -> Iterator[tuple[str, datetime]]:
        """All files, those that never arrived as a whole included."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)


class BucketStore:
    """Contents as objects of one bucket."""

    def __init__(self, store: S3Store) -> None:
        self._store = store

    def put(self, key: str, file: BinaryIO) -> None:
        """Send in parts; a bucket shows an object once it is whole."""
        with _reached():
            obstore.put(self._store, key, file)

    def open(self, key: str, part: Part | None = None) -> Iterator[bytes]:
        """The content in pieces, as they come."""
        with _reached():
            options: GetOptions = {"range": (part.start, part.stop)} if part else {}
            found = obstore.get(self._store, key, options=options)
        return (bytes(piece) for piece in found.stream(_CHUNK))

    def delete(self, key: str) -> None:
        """Delete the object."""
        with _reached():
            obstore.delete(self._store, key)

    def listed(self) -> Iterator[tuple[str, datetime]]:
        """All objects."""
        for page in obstore.list(self._store):
            for found in page:
                yield found["path"], found["last_modified"]


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        raise Unavailable("The store of attachments is away.", retry_after=10) from error


def create_store(settings: InventorySettings) -> Store:
    """The store that the settings name: a bucket where there is one, else a folder."""
    if not settings.attachments_bucket:
        return FolderStore(settings.attachments_dir)
    endpoint = settings.attachments_endpoint
    return BucketStore(
        S3Store(
            settings.attachments_bucket,
            endpoint=endpoint or None,
            region=settings.attachments_region,
            access_key_id=settings.attachments_key_id.get_secret_value() or None,
            secret_access_key=settings.attachments_secret.get_secret_value() or None,
            client_options={"allow_http": endpoint.startswith("http://"), "connect_timeout": "2s"},
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        )
    )


def _pieces(file: BinaryIO, part: Part | None) -> Iterator[bytes]:
    with file:
        left = part.length if part else sys.maxsize
        file.seek(part.start if part else 0)
        while piece := file.read(min(_CHUNK, left)):
            left -= len(piece)
            yield piece
