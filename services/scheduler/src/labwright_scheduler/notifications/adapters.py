"""Auth, asked by the worker how people are reached and who approves."""

from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter

from labwright_chassis.clients import PeerClient, ServiceTokens
from labwright_contracts.auth import Contact, Holder
from labwright_scheduler.settings import SchedulerSettings

_CONTACTS = TypeAdapter(list[Contact])
_HOLDERS = TypeAdapter(list[Holder])


class AuthDirectory:
    """Asks auth's internal API; its methods raise Unavailable while auth is away."""

    def __init__(self, settings: SchedulerSettings) -> None:
        tokens = ServiceTokens(
            settings.auth_internal_url,
            service_id=settings.service,
            secret=settings.service_secret.get_secret_value(),
        )
        self._auth = PeerClient(settings.auth_internal_url, audience="auth", tokens=tokens)

    def contacts(self, ids: Sequence[int]) -> Mapping[int, Contact]:
        """How people are reached who may act, by id."""
        told = self._auth.get("/internal/contacts", id=list(ids))
        return {one.id: one for one in _CONTACTS.validate_python(told)}

    def holders(self, permission: str) -> Sequence[Holder]:
        """Who holds a permission."""
        return _HOLDERS.validate_python(self._auth.get("/internal/holders", permission=permission))
