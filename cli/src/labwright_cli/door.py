"""The gateway, as a signed-in client sees it."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx2
import typer

from labwright_chassis.clients import create_client
from labwright_cli import shown
from labwright_cli.settings import CliSettings

REFUSED = 1
UNREACHABLE = 3
NOT_ALLOWED = 4

_SIGN_IN = "/api/v1/auth/session-tokens"
_SIGN_OUT = "/api/v1/auth/logout"


class Failed(typer.Exit):
    """A request that ended a command: what was said, and the command's exit code."""

    def __init__(self, words: str, code: int) -> None:
        super().__init__(code)
        self.words = words


class Door:
    """Asks the gateway. A session made for this is ended with it; a given token is left alone."""

    def __init__(self, settings: CliSettings) -> None:
        self._settings = settings
        self._own_session = False
        try:
            self.client = create_client(settings.url, timeout=60)
        except httpx2.InvalidURL as error:
            shown.complain(f"{settings.url} is no address: {error}")
            raise typer.Exit(UNREACHABLE) from error

    def __enter__(self) -> Self:
        try:
            self._identify()
        except Failed as failed:
            self.client.close()
            shown.complain(failed.words)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._own_session:
            with contextlib.suppress(httpx2.HTTPError):
                self.client.post(_SIGN_OUT)
        self.client.close()
        if isinstance(error, Failed):
            shown.complain(error.words)

    def get(self, path: str, **params: Any) -> Any:
        """The JSON body of a GET; parameters that are None are left out.

        Raises:
            Failed: the gateway cannot be reached, or refuses.
        """
        given = {name: value for name, value in params.items() if value is not None}
        return self._ask("GET", path, params=given)

    def post(self, path: str, body: Any = None) -> Any:
        """The JSON body of a POST, None where it has none.

        Raises:
            Failed: the gateway cannot be reached, or refuses.
        """
        return self._ask("POST", path, **({} if body is None else {"json": body}))

    def upload(self, path: str, files: Sequence[tuple[str, Path]], **params: Any) -> Any:
        """The JSON body of a POST of files, as (name of the form's field, file).

        Raises:
            Failed: the gateway cannot be reached, or refuses.
        """
        parts = [(field, (file.name, file.read_bytes())) for field, file in files]
        given = {name: value for name, value in params.items() if value is not None}
        return self._ask("POST", path, params=given, files=parts)

    def send_file(
        self, path: str, file: Path, *, params: dict[str, Any], and_accept: str = ""
    ) -> Any:
        """The JSON body of a POST of a file; of a refusal, too, whose type ends in `and_accept`.

        Raises:
            Failed: the gateway cannot be reached, or refuses.
        """
        with file.open("rb") as content:
            files = {"file": (file.name, content)}
            answer = self._answer("POST", path, params=params, files=files, timeout=600)
        if answer.is_error:
            problem = _problem(answer)
            if and_accept and problem.get("type") == f"/problems/{and_accept}":
                return problem
            raise Failed(words_of(answer), code_of(answer))
        return answer.json()

    def download(
        self, path: str, file: Path, *, params: dict[str, Any], taken: Callable[[int], None]
    ) -> int:
        """Write the body of a GET into a file as it comes; its size. `taken` is told each piece's.

        Raises:
            Failed: the gateway cannot be reached, or refuses.
        """
        size = 0
        try:
            with self.client.stream("GET", path, params=params) as answer:
                if answer.is_error:
                    answer.read()
                    raise Failed(words_of(answer), code_of(answer))
                with file.open("wb") as out:
                    for piece in answer.iter_bytes():
                        size += out.write(piece)
                        taken(len(piece))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise Failed(f"{self._settings.url} cannot be reached: {error}", UNREACHABLE) from error
        return size

    def _identify(self) -> None:
        token = self._settings.token.get_secret_value()
        if not token and self._settings.username:
            password = self._settings.password.get_secret_value()
            sign_in = {"username": self._settings.username, "password": password}
            token = self.post(_SIGN_IN, sign_in)["token"]
            self._own_session = True
        if token:
            self.client.headers["Authorization"] = f"Bearer {token}"

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        answer = self._answer(method, path, **options)
        if answer.is_error:
            raise Failed(words_of(answer), code_of(answer))
        return answer.json() if answer.content else None

    def _answer(self, method: str, path: str, **options: Any) -> httpx2.Response:
        try:
            return self.client.request(method, path, **options)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise Failed(f"{self._settings.url} cannot be reached: {error}", UNREACHABLE) from error


def _problem(answer: httpx2.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def code_of(answer: httpx2.Response) -> int:
    """The exit code for a refusal."""
    return NOT_ALLOWED if answer.status_code in (401, 403) else REFUSED


def words_of(answer: httpx2.Response) -> str:
    """What a refusal says."""
    try:
        problem = answer.json()
        told = [problem["detail"]]
        told += [f"  {e['pointer']}: {e['message']}" for e in problem.get("errors") or []]
    except (ValueError, KeyError, TypeError):
        return f"{answer.request.url.path} answered {answer.status_code}"
    return "\n".join(told)
