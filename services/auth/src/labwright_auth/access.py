"""Who may come in by which endpoint: types that make its signature a sentence."""

from typing import Annotated

from fastapi import Depends, Request

from labwright_auth import permissions
from labwright_auth.settings import AuthSettings
from labwright_chassis.api import Requires
from labwright_chassis.callers import Caller
from labwright_chassis.db import Database
from labwright_chassis.errors import NotAllowed


class InSession(Requires):
    """Lets in a person who has signed in, and no personal token.

    For what concerns the account itself: a token that could make tokens, end sessions or change
    the password would not be limited to its permissions.
    """

    async def __call__(self, request: Request) -> Caller:
        caller = await super().__call__(request)
        if caller.limited_to is not None:
            raise NotAllowed("This needs a session; a personal token does not do.")
        return caller


Somebody = Annotated[Caller, Depends(Requires())]
"""A person, by whatever he shows."""

SignedIn = Annotated[Caller, Depends(InSession())]
TokenKeeper = Annotated[Caller, Depends(InSession(permissions.TOKEN_WRITE))]
TokenRevoker = Annotated[Caller, Depends(Requires(permissions.TOKEN_WRITE_ANY))]
PeopleReader = Annotated[Caller, Depends(Requires(permissions.USER_READ))]
PeopleEditor = Annotated[Caller, Depends(Requires(permissions.USER_WRITE_ANY))]
RoleGiver = Annotated[Caller, Depends(Requires(permissions.USER_ASSIGN_ROLE))]
RoleReader = Annotated[Caller, Depends(Requires(permissions.ROLE_READ))]
RoleEditor = Annotated[Caller, Depends(Requires(permissions.ROLE_WRITE))]
GroupReader = Annotated[Caller, Depends(Requires(permissions.GROUP_READ))]
GroupLead = Annotated[Caller, Depends(Requires(permissions.GROUP_WRITE))]
GroupEditor = Annotated[Caller, Depends(Requires(permissions.GROUP_WRITE_ANY))]
QualificationReader = Annotated[Caller, Depends(Requires(permissions.QUALIFICATION_READ))]
QualificationGiver = Annotated[Caller, Depends(Requires(permissions.QUALIFICATION_WRITE_ANY))]
ServicesReader = Annotated[Caller, Depends(Requires(permissions.SERVICE_READ))]
Inviter = Annotated[Caller, Depends(Requires(permissions.INVITATION_WRITE))]
AuditExporter = Annotated[Caller, Depends(Requires(permissions.AUDIT_EXPORT))]
Auditor = Annotated[Caller, Depends(Requires(permissions.AUDIT_READ))]


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _settings(request: Request) -> AuthSettings:
    settings: AuthSettings = request.app.state.settings
    return settings


Units = Annotated[Database, Depends(_database)]
"""The database itself, where work between two transactions takes long (hashing, signing)."""

Configured = Annotated[AuthSettings, Depends(_settings)]
"""How this process is configured."""
