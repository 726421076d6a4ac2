"""Contacts over the internal port. Only a service that sends to people may ask."""

from typing import Annotated

from fastapi import Query

from labwright_auth.contacts import queries
from labwright_chassis.api import DbReader, ServiceCaller, ServiceRouter
from labwright_chassis.callers import Caller
from labwright_chassis.errors import NotAllowed
from labwright_contracts.auth import Contact, Holder

internal_router = ServiceRouter(prefix="/internal", tags=["contacts"])

_SENDERS = ("scheduler",)

Ids = Annotated[list[int], Query(max_length=500)]


@internal_router.get("/contacts")
def list_contacts(id: Ids, by: ServiceCaller, session: DbReader) -> list[Contact]:
    """How these people are reached, those left out who may not act."""
    _must_send(by)
    return queries.contacts(session, id)


@internal_router.get("/holders")
def list_holders(
    permission: Annotated[str, Query(max_length=120)], by: ServiceCaller, session: DbReader
) -> list[Holder]:
    """Who holds a permission, and where."""
    _must_send(by)
    return queries.holders(session, permission)


def _must_send(by: Caller) -> None:
    if by.username not in _SENDERS:
        raise NotAllowed("Only a service that sends to people asks how they are reached.")
