"""The operator: his configuration, his database, and how he is named in the audit log."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import typer
from pydantic import ValidationError

from labwright_auth.settings import AuthSettings
from labwright_chassis import logs
from labwright_chassis.db import Database, Origin
from labwright_chassis.errors import DomainError
from labwright_chassis.sealing import MasterKey, WrongMasterKey


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody at a terminal of the machine, who may do what its files let him do."""

    settings: AuthSettings
    database: Database

    @property
    def origin(self) -> Origin:
        """Who causes what the command changes."""
        login = pwd.getpwuid(os.getuid()).pw_name
        return Origin(actor=f"operator/{login}"[:80], actor_name=login[:120])

    @property
    def master(self) -> MasterKey:
        """The key that the signing keys are sealed with."""
        return MasterKey.parse(
            self.settings.master_key.get_secret_value(), setting="AUTH_MASTER_KEY"
        )


@contextmanager
def operator() -> Iterator[Operator]:
    """The operator of this environment; what is refused ends the command with a plain word."""
    try:
        settings = AuthSettings()
        logs.configure("WARNING", "console", service="auth")
        database = Database(settings.database_url)
        try:
            yield Operator(settings, database)
        finally:
            database.dispose()
    except DomainError as error:
        _fail(error.detail)
    except (WrongMasterKey, OSError) as error:
        _fail(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        _fail(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")


def _fail(word: str) -> None:
    typer.echo(f"auth: {word}", err=True)
    raise typer.Exit(1)
