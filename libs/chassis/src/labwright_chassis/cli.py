"""The command line of a service: one image, several processes (`migrate`, `api`, `worker`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import anyio.to_thread
import typer
import uvloop

from labwright_chassis import logs, restoring, tracing
from labwright_chassis.db import Database
from labwright_chassis.errors import Unavailable
from labwright_chassis.serve import Listener, serve
from labwright_chassis.service import Service
from labwright_chassis.settings import ServiceSettings
from labwright_chassis.worker import copies


def create_cli(service: Service[Any]) -> typer.Typer:
    """Commands of one service, configured by its environment."""
    cli = typer.Typer(help=f"{service.title}: run and look after it.", no_args_is_help=True)
    do = _Commands(service)
    for command in (
        do.migrate,
        do.downgrade,
        do.api,
        do.worker,
        do.resync,
        do.drift,
        do.restored,
    ):
        cli.command()(command)
    return cli


class _Commands:
    """One method a command; its docstring is the command's help."""

    def __init__(self, service: Service[Any]) -> None:
        self._service = service

    def migrate(self) -> None:
        """Bring the database's schema up to date."""
        settings, database = self._configured()
        self._service.migrate(database, settings)
        typer.echo(f"{self._service.name}: schema is current")

    def downgrade(self, revision: Annotated[str, typer.Argument(help="e.g. -1 or base")]) -> None:
        """Take the database's schema back to a revision."""
        _, database = self._configured()
        self._service.migrations.downgrade(database, revision)

    def api(self) -> None:
        """Serve the API and, on its own port, the internal one."""
        settings, database = self._configured()
        public, internal = self._service.create_apis(database, settings)
        uvloop.run(_serve_api(settings, public, internal))

    def worker(self) -> None:
        """Send and handle events, run jobs."""
        settings, database = self._configured()
        uvloop.run(_serve_worker(self._service, settings, database))

    def resync(self) -> None:
        """Build the copies of other services' objects again, while events flow."""
        settings, database = self._configured()
        for copy in self._service.copies:
            peer = self._service.peer(copy.publisher, settings)
            with _plain_words():
                count = copies.resync(copy, database, peer)
                ended = copies.end_lost(copy, database, peer)
            told = f", ended what its source does not have: {ended}" if ended else ""
            typer.echo(f"{copy.plural}: {count} rows read{told}")

    def drift(self) -> None:
        """Name the rows in which copies differ from their source; exit 1 if there are any."""
        settings, database = self._configured()
        found = False
        for copy in self._service.copies:
            with _plain_words():
                result = copies.drift(copy, database, self._service.peer(copy.publisher, settings))
            found = found or bool(result)
            typer.echo(f"{copy.plural}: {result}")
        raise typer.Exit(1 if found else 0)

    def restored(self) -> None:
        """Say that the database was restored from a backup: begin a new epoch, skip numbers."""
        _, database = self._configured()
        epoch = restoring.begin_anew(database, self._service.migrations.metadata)
        typer.echo(f"{self._service.name}: epoch {epoch}")

    def _configured(self) -> tuple[ServiceSettings, Database]:
        settings: ServiceSettings = self._service.settings()
        logs.configure(settings.log_level, settings.log_format, service=self._service.name)
        tracing.configure(settings.trace_endpoint, service=self._service.name)
        return settings, Database(settings.database_url, pool_size=settings.pool_size)


@contextmanager
def _plain_words() -> Iterator[None]:
    """Say that another service is away in a line, and exit 1."""
    try:
        yield
    except Unavailable as error:
        typer.echo(error.detail, err=True)
        raise typer.Exit(1) from error


async def _serve_api(settings: ServiceSettings, public: Any, internal: Any) -> None:
    anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
    await serve(
        [
            Listener(public, settings.host, settings.port, settings.socket),
            Listener(internal, settings.host, settings.internal_port, settings.internal_socket),
        ],
        drain=settings.drain_seconds,
    )


async def _serve_worker(
    service: Service[Any], settings: ServiceSettings, database: Database
) -> None:
    worker, internal = service.create_worker(database, settings)
    await serve([Listener(internal, settings.host, settings.worker_port)], beside=[worker.run])
