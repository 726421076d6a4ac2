"""The whole platform in one process.

Each service listens on Unix sockets of its own, one for the API and one for the internal API; the
gateway forwards to them as in production. Events go from each service's relay straight to the
consumers' functions.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from pydantic import SecretStr

from labwright_auth.app import create_service as create_auth
from labwright_auth.settings import AuthSettings, RegistrationMode
from labwright_chassis.db import Database
from labwright_chassis.metrics import Metrics
from labwright_chassis.serve import Listener
from labwright_chassis.service import Service
from labwright_chassis.settings import MailSettings
from labwright_chassis.worker import Relay, jobs
from labwright_chassis.worker.app import WorkerParts
from labwright_chassis.worker.building import CopyBuilder
from labwright_chassis.worker.local import LocalConsumer, LocalPublisher
from labwright_chassis.worker.relay import Outgoing
from labwright_contracts import catalogue
from labwright_contracts.auth import SessionRevoked
from labwright_gateway.app import Gateway, create_gateway
from labwright_gateway.protocol import GuardedProtocol
from labwright_gateway.settings import GatewaySettings
from labwright_inventory.app import create_service as create_inventory
from labwright_inventory.settings import InventorySettings
from labwright_scheduler.app import create_service as create_scheduler
from labwright_scheduler.settings import SchedulerSettings
from labwright_standalone.data_dir import DataDir
from labwright_standalone.settings import StandaloneSettings

M = TypeVar("M", bound=MailSettings)

Task = Callable[[asyncio.Event], Awaitable[None]]


class Lab:
    """Services, gateway and the events between them, ready to be served."""

    def __init__(self, settings: StandaloneSettings, data: DataDir) -> None:
        self._settings = settings
        self._data = data
        self._members = [
            _Member(create_auth(), self._auth_settings()),
            _Member(create_inventory(), self._inventory_settings()),
            _Member(create_scheduler(), self._scheduler_settings()),
        ]
        self.gateway = create_gateway(self._gateway_settings())

    def migrate(self) -> None:
        """Bring every database up to date."""
        for member in self._members:
            member.service.migrate(member.database, member.settings)

    def listeners(self) -> list[Listener]:
        """The gateway on its port, everything else on sockets."""
        found = [Listener(self.gateway, port=self._settings.port, http=GuardedProtocol)]
        found.append(
            Listener(self.gateway.internal, socket=self._data.socket("gateway", "internal"))
        )
        for member in self._members:
            api, internal = member.service.create_apis(member.database, member.settings)
            found.append(Listener(api, socket=self._data.socket(member.service.name)))
            found.append(
                Listener(internal, socket=self._data.socket(member.service.name, "internal"))
            )
        return found

    def tasks(self) -> list[Task]:
        """Relays, jobs, and the building of copies that never were built."""
        consumers = [
            LocalConsumer(router, member.database)
            for member in self._members
            for router in member.service.events
        ]
        publisher = _InProcess(consumers, self.gateway)
        tasks: list[Task] = [consumer.run_requeuer for consumer in consumers]
        for member in self._members:
            tasks += _tasks(member.parts(), publisher)
        return tasks

    def close(self) -> None:
        """Close all databases."""
        for member in self._members:
            member.database.dispose()

    def _common(self, name: str) -> dict[str, Any]:
        return {
            "database_url": self._data.database_url(name),
            "service_secret": SecretStr(self._data.service_secret(name)),
            "auth_url": self._data.address("auth"),
            "auth_internal_url": self._data.address("auth", "internal"),
        }

    def _auth_settings(self) -> AuthSettings:
        return self._with_mail(
            AuthSettings(
                **self._common("auth"),
                registration=RegistrationMode.OPEN,
                service_secrets_dir=self._data.secrets,
                master_key=SecretStr(self._data.master_key()),
                data_dir=self._data.root,
                public_url=self._settings.address,
            )
        )

    def _inventory_settings(self) -> InventorySettings:
        return InventorySettings(
            **self._common("inventory"),
            master_key=SecretStr(self._data.inventory_master_key()),
            attachments_dir=self._data.root / "attachments",
            public_url=self._settings.address,
            scheduler_internal_url=self._data.address("scheduler", "internal"),
        )

    def _scheduler_settings(self) -> SchedulerSettings:
        return self._with_mail(
            SchedulerSettings(
                **self._common("scheduler"),
                master_key=SecretStr(self._data.scheduler_master_key()),
                inventory_internal_url=self._data.address("inventory", "internal"),
                public_url=self._settings.address,
            )
        )

    def _with_mail(self, settings: M) -> M:
        """A laptop has no mail server: its mails become files that its owner reads."""
        if settings.smtp_url.get_secret_value():
            return settings
        url = SecretStr((self._data.root / "mail").as_uri())
        return settings.model_copy(update={"smtp_url": url})

    def _gateway_settings(self) -> GatewaySettings:
        return GatewaySettings(
            port=self._settings.port,
            inventory_internal_url=self._data.address("inventory", "internal"),
            scheduler_internal_url=self._data.address("scheduler", "internal"),
            web_dir=self._settings.web_dir,
            trace_endpoint=self._settings.trace_endpoint,
            # Here everybody comes from one address.
            rate_sign_in=None,
            rate_read=None,
            rate_write=None,
            rate_search=None,
            rate_refused=None,
            auth_url=self._data.address("auth"),
            inventory_url=self._data.address("inventory"),
            scheduler_url=self._data.address("scheduler"),
            auth_internal_url=self._data.address("auth", "internal"),
            service_secret=SecretStr(self._data.service_secret("gateway")),
        )


class _Member:
    """A service with its settings and its database."""

    def __init__(self, service: Service[Any], settings: Any) -> None:
        self.service = service
        self.settings = settings
        self.database = Database(settings.database_url)

    def parts(self) -> WorkerParts:
        return self.service.worker_parts(self.database, self.settings, Metrics())


class _InProcess:
    """Delivers events to the services' consumers, and revocations to the gateway."""

    def __init__(self, consumers: Sequence[LocalConsumer], gateway: Gateway) -> None:
        self._services = LocalPublisher(consumers)
        self._gateway = gateway

    async def publish(self, messages: Sequence[Outgoing]) -> Sequence[bool]:
        for message in messages:
            if message.envelope.type == catalogue.SESSION_REVOKED:
                self._gateway.revoke(SessionRevoked.model_validate_json(message.body))
        return await self._services.publish(messages)


def _tasks(parts: WorkerParts, publisher: _InProcess) -> list[Task]:
    relay = Relay(parts.service, parts.database, publisher, parts.sources, parts.metrics)

    async def run_jobs(stop: asyncio.Event) -> None:
        await jobs.run(parts.all_jobs(), parts.database, stop)

    return [relay.run, run_jobs, CopyBuilder(parts.database, parts.copies).run]
