"""The files of this repository, as the house rules see them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

_NOT_OURS = {
    ".git", ".venv", "node_modules", "__pycache__", "var", "dist", "artefacts",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache",
}  # fmt: skip
_NOT_COMMITTED = (".git", ".pyc", ".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".env", "uv.lock")


@dataclass(frozen=True, slots=True)
class Source:
    """A text file; `path` is from the root, with slashes."""

    path: str
    text: str


@cache
def every_text() -> tuple[Source, ...]:
    """All text files that are, or may be, committed."""
    return tuple(source for path in sorted(_files()) if (source := _read(path)) is not None)


def python() -> list[Source]:
    """All Python files."""
    return [source for source in every_text() if source.path.endswith(".py")]


def _files() -> Iterator[Path]:
    for folder, names, files in os.walk(ROOT):
        names[:] = [name for name in names if name not in _NOT_OURS]
        yield from (Path(folder, name) for name in files if not name.endswith(_NOT_COMMITTED))


def _read(path: Path) -> Source | None:
    try:
        return Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    except (UnicodeDecodeError, FileNotFoundError):
        return None
