"""Permissions as the services declare them; auth builds its first roles from these."""

from importlib import resources

from pydantic import TypeAdapter

from labwright_contracts.base import Contract

ROLES = ("Super Admin", "Admin", "Approver", "Viewer", "User")
"""The roles a lab begins with, highest rank first."""


class Permission(Contract):
    """`name` is `area:object:verb`; `verb` acts on one's own, `verb_any` on others'.

    `roles` are those that hold it from the start. Super Admin holds everything.
    """

    name: str
    description: str
    roles: tuple[str, ...] = ()


_OPERATORS = ("Super Admin", "Admin")


def event_read(area: str) -> str:
    """Seeing dead letters, events that wait to be sent, and how the service is."""
    return f"{area}:event:read"


def event_requeue(area: str) -> str:
    """Having dead letters handled again, and events that wait sent at once."""
    return f"{area}:event:requeue"


def event_drop(area: str) -> str:
    """Giving events up."""
    return f"{area}:event:drop"


def of_operators(area: str) -> tuple[Permission, ...]:
    """What every service declares for those who look after it."""
    described = {
        event_read(area): f"See how {area} is, its dead letters and unsent events",
        event_requeue(area): f"Requeue dead letters of {area}, retry its unsent events",
        event_drop(area): f"Drop dead letters and unsent events of {area}",
    }
    return tuple(
        Permission(name=name, description=words, roles=_OPERATORS)
        for name, words in described.items()
    )


def exported() -> tuple[Permission, ...]:
    """All permissions of all services, from the generated file beside this module."""
    text = resources.files("labwright_contracts").joinpath("permissions.json").read_text("utf-8")
    return TypeAdapter(tuple[Permission, ...]).validate_json(text)
