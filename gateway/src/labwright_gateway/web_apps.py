"""Serves the built web apps: one folder each, with an `index.html` and hashed `assets/`."""

import mimetypes
import os
import stat
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from labwright_chassis.errors import NotFound

_INDEX = "index.html"
_FOR_EVER = "public, max-age=31536000, immutable"
# Asks each time, and is answered 304 by the file's ETag.
_ASK_FIRST = "no-cache"
_CODINGS = (("br", ".br"), ("gzip", ".gz"))
# Component libraries set style elements; styles run no code.
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class WebApps:
    """The apps in `folder`, at `/app/<name>/`. A folder that is not there has none.

    An address within an app that is no file is the app's own: it gets the app's index.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._files = StaticFiles(directory=folder, check_dir=False) if folder else None

    def home(self) -> str | None:
        """The path of the app to begin with; None without apps."""
        names = sorted(path.parent.name for path in (self._folder or Path()).glob(f"*/{_INDEX}"))
        if self._folder is None or not names:
            return None
        return f"/app/{'scheduler' if 'scheduler' in names else names[0]}/"

    async def enter(self, request: Request) -> Response:
        """The way to an app's index, for an address without the slash.

        Raises:
            NotFound: there is no such app.
        """
        name = request.path_params["name"]
        if await self._found(f"{name}/{_INDEX}") is None:
            raise NotFound(f"There is no app {name} here.")
        return RedirectResponse(f"/app/{name}/")

    async def serve(self, request: Request) -> Response:
        """A file of an app, or its index.

        Raises:
            NotFound: there is no such app, or no such file.
        """
        name, path = request.path_params["name"], request.path_params["path"]
        answer = await self._file(request, f"{name}/{path}") if path else None
        # What looks like a file and is none must not become HTML: the app may just be older.
        if answer is None and "." not in path.rsplit("/", 1)[-1]:
            answer = await self._file(request, f"{name}/{_INDEX}")
        if answer is None:
            raise NotFound(f"There is nothing at {request.url.path}.")
        return answer

    async def _file(self, request: Request, path: str) -> Response | None:
        """The file, in a compressed form if there is one that the client takes."""
        plain = await self._found(path)
        if plain is None or self._files is None:
            return None
        place, coding = plain, ""
        accepted = request.headers.get("accept-encoding", "")
        for name, ending in _CODINGS:
            if name in accepted and (packed := await self._found(path + ending)):
                place, coding = packed, name
                break
        answer = self._files.file_response(*place, request.scope)
        answer.headers["Vary"] = "Accept-Encoding"
        answer.headers["Cache-Control"] = _FOR_EVER if "/assets/" in path else _ASK_FIRST
        answer.headers["Content-Security-Policy"] = _POLICY
        if coding:
            answer.headers["Content-Encoding"] = coding
            answer.headers["Content-Type"] = mimetypes.guess_type(path)[0] or "text/plain"
        return answer

    async def _found(self, path: str) -> tuple[str, os.stat_result] | None:
        if self._files is None or any(part.startswith(".") for part in path.split("/")):
            return None
        try:
            place, found = await to_thread.run_sync(self._files.lookup_path, path)
        except OSError:  # such as a name too long for the file system
            return None
        return (place, found) if found and stat.S_ISREG(found.st_mode) else None
