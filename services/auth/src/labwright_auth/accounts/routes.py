"""Registration over HTTP."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import SecretStr

from labwright_auth.access import Configured, SignedIn, Units
from labwright_auth.accounts import rules, service
from labwright_auth.accounts.adapters import HashingLine
from labwright_auth.accounts.schemas import AccountOut, Newcomer, Registration
from labwright_auth.lab_settings import queries as lab_settings
from labwright_auth.throttle.routes import Here
from labwright_auth.throttle.rules import Visit
from labwright_chassis import clock
from labwright_chassis.api import DbSession, ServiceRouter
from labwright_chassis.callers import Caller
from labwright_chassis.db import Database

router = ServiceRouter(prefix="/api/v1/auth", tags=["accounts"], public=True)


async def _line(request: Request) -> HashingLine:
    line: HashingLine = request.app.state.hashing_line
    return line


def _passwords(request: Request) -> service.Passwords:
    passwords: service.Passwords = request.app.state.passwords
    return passwords


Hashes = Annotated[service.Passwords, Depends(_passwords)]
"""How passwords are hashed and verified."""

Line = Annotated[HashingLine, Depends(_line)]
"""Where passwords are hashed and checked."""


@dataclass(frozen=True, slots=True)
class Prover:
    """Checks the signed-in caller's password once more, before the transaction."""

    by: Caller
    database: Database
    hashes: service.Passwords
    line: HashingLine
    visit: Visit

    async def check(self, password: SecretStr) -> service.OwnProof:
        """What became of it.

        Raises:
            Unavailable: too many passwords are being checked already.
        """
        check = partial(
            service.check_own_password,
            self.database,
            self.hashes,
            user_id=self.by.id,
            password=password.get_secret_value(),
            address=self.visit.address,
            now=clock.now(),
        )
        return await self.line.run(check)


async def _prover(by: SignedIn, database: Units, hashes: Hashes, line: Line, visit: Here) -> Prover:
    return Prover(by, database, hashes, line, visit)


Proves = Annotated[Prover, Depends(_prover)]
"""What lets the caller prove himself once more, where something matters."""


async def _newcomer(
    body: Registration, settings: Configured, database: Units, hashes: Hashes, line: Line
) -> Newcomer:
    # Before the transaction, which must not stay open while a password is hashed.
    lab = await run_in_threadpool(
        database.read, lambda session: lab_settings.get(session, settings)
    )
    service.check_open(lab.registration)
    password = body.password.get_secret_value()
    rules.PasswordPolicy(settings.password_least).check(
        password, username=body.username, email=body.email
    )
    hashed = await line.run(partial(hashes.hash, password))
    return Newcomer(registration=body, password=hashed)


@router.post("/register", status_code=201)
def register(
    newcomer: Annotated[Newcomer, Depends(_newcomer)], settings: Configured, session: DbSession
) -> AccountOut:
    """Make an account; it does not sign in. An e-mail address is asked to be confirmed by mail."""
    person = service.register_person(
        session, newcomer=newcomer, public_url=settings.public_url, now=clock.now()
    )
    return AccountOut.model_validate(person)
