"""A scheduler whose webhooks may lead to loopback, and its worker's way to send."""

import base64
from datetime import timedelta
from typing import Any

from labwright_chassis.sealing import MasterKey
from labwright_scheduler import permissions
from labwright_scheduler.webhooks.adapters import PublicTargets, Sender
from labwright_scheduler.webhooks.jobs import Deliverer
from labwright_scheduler.webhooks.models import Delivery, Webhook
from labwright_scheduler.webhooks.rules.networks import ip_network
from labwright_scheduler.webhooks.service import Safety

from .lab import Lab

MASTER = MasterKey(bytes(32))
MASTER_TEXT = base64.b64encode(bytes(32)).decode()
KEEPER = (permissions.WEBHOOK_READ, permissions.WEBHOOK_WRITE)
LOOPBACK = PublicTargets(
    networks=[ip_network("127.0.0.0/8")], http=True, discord_hosts=["127.0.0.1", "discord.com"]
)


def keep_safe(lab: Lab, targets: PublicTargets = LOOPBACK, master: Any = MASTER) -> Lab:
    """Let this lab have webhooks, as its configuration would."""
    lab.client.app.state.webhook_safety = Safety(master, targets)
    return lab


def ask(lab: Lab, method: str, path: str = "", *, user: int = 9, **options: Any) -> Any:
    """Ask as somebody who keeps webhooks."""
    rights = options.pop("rights", KEEPER)
    headers = lab.headers(user, *rights) | options.pop("headers", {})
    return lab.client.request(
        method, f"/api/v1/scheduler/webhooks{path}", headers=headers, **options
    )


def hook(lab: Lab, url: str, **fields: Any) -> dict[str, Any]:
    """A webhook that leads there."""
    answer = ask(lab, "POST", json={"name": "Chat", "url": url, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def deliver(lab: Lab, *, targets: PublicTargets = LOOPBACK, patience: float = 5) -> None:
    """One run of the worker's job, after it has heard what waits."""
    lab.hear()
    sender = Sender(targets, whole=timedelta(seconds=patience))
    Deliverer(sender, MASTER, "https://lab.example/").run(lab.database)


def later(lab: Lab, by: timedelta) -> None:
    """Let so much time go by for all that waits."""

    def move(session: Any) -> None:
        for row in session.query(Webhook):
            row.rests_until = row.rests_until and row.rests_until - by
            row.failing_since = row.failing_since and row.failing_since - by
            row.former_until = row.former_until and row.former_until - by
        for row in session.query(Delivery):
            row.next_at = row.next_at and row.next_at - by

    lab.database.unit(move)


def deliveries(lab: Lab, id: int, **params: Any) -> list[dict[str, Any]]:
    """A webhook's log, the newest first."""
    answer = ask(lab, "GET", f"/{id}/deliveries", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["results"]
    return found
