"""Webhooks of the lab, and one's own Discord, over HTTP."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.api.router import answers_secret
from labwright_chassis.lists import Page
from labwright_scheduler.access import NoticeReader, NoticeWriter, WebhookKeeper, WebhookReader
from labwright_scheduler.closures.schemas import RowId
from labwright_scheduler.webhooks import queries, service
from labwright_scheduler.webhooks.schemas import (
    DeliveryOut,
    DeliveryQuery,
    DiscordIn,
    DiscordOut,
    ReplayedOut,
    WebhookChange,
    WebhookIn,
    WebhookMade,
    WebhookOut,
    WebhookQuery,
)

ROOT = "/api/v1/scheduler"
PATH = f"{ROOT}/webhooks"
router = ServiceRouter(prefix=ROOT, tags=["webhooks"])


def _safety(request: Request) -> service.Safety:
    safety: service.Safety = request.app.state.webhook_safety
    return safety


Safety = Annotated[service.Safety, Depends(_safety)]
"""What secrets are sealed with, and where webhooks may lead."""


@router.get("/webhooks")
def list_webhooks(
    query: Annotated[WebhookQuery, Query()], by: WebhookReader, session: DbReader, links: PageLinks
) -> Page[WebhookOut]:
    """The lab's webhooks."""
    found, count = queries.page(session, query)
    results = [WebhookOut.model_validate(one) for one in found]
    return links.page(results, count=count, query=query)


@router.post("/webhooks", status_code=201)
@answers_secret
def create_webhook(
    body: WebhookIn,
    by: WebhookKeeper,
    session: DbSession,
    safety: Safety,
    response: Response,
    validators: Validators,
) -> WebhookMade:
    """Tell a program, or a channel of Discord; the secret is shown this once."""
    webhook, secret = service.make(session, body, safety=safety)
    response.headers["Location"] = f"{PATH}/{webhook.id}"
    validators.changed(webhook.version)
    return WebhookMade.with_secret(webhook, secret)


@router.get("/webhooks/{webhook_id}")
def get_webhook(
    webhook_id: RowId, by: WebhookReader, session: DbReader, validators: Validators
) -> WebhookOut:
    """One webhook."""
    webhook = queries.get(session, webhook_id)
    validators.answer(webhook.version)
    return WebhookOut.model_validate(webhook)


@router.patch("/webhooks/{webhook_id}")
def change_webhook(
    webhook_id: RowId,
    body: WebhookChange,
    by: WebhookKeeper,
    session: DbSession,
    safety: Safety,
    validators: Validators,
) -> WebhookOut:
    """Change a webhook, or switch it on or off; `If-Match` is required."""
    webhook = service.change(session, webhook_id, body, safety=safety, expect=validators.require)
    validators.changed(webhook.version)
    return WebhookOut.model_validate(webhook)


@router.delete("/webhooks/{webhook_id}", status_code=204)
def remove_webhook(
    webhook_id: RowId, by: WebhookKeeper, session: DbSession, validators: Validators
) -> None:
    """Forget a webhook with its deliveries; `If-Match` is required."""
    service.remove(session, webhook_id, expect=validators.require)


@router.post("/webhooks/{webhook_id}/secret")
def exchange_webhook_secret(
    webhook_id: RowId,
    by: WebhookKeeper,
    session: DbSession,
    safety: Safety,
    validators: Validators,
) -> WebhookMade:
    """Make another secret, shown this once; for a day the former one is signed with, too."""
    webhook, secret = service.exchange_secret(
        session, webhook_id, safety=safety, expect=validators.expect
    )
    validators.changed(webhook.version)
    return WebhookMade.with_secret(webhook, secret)


@router.post("/webhooks/{webhook_id}/test", status_code=202)
def try_webhook(webhook_id: RowId, by: WebhookKeeper, session: DbSession) -> DeliveryOut:
    """Have a test sent; the list of deliveries says what became of it."""
    return DeliveryOut.model_validate(service.try_out(session, webhook_id))


@router.get("/webhooks/{webhook_id}/deliveries")
def list_deliveries(
    webhook_id: RowId,
    query: Annotated[DeliveryQuery, Query()],
    by: WebhookReader,
    session: DbReader,
    links: PageLinks,
) -> Page[DeliveryOut]:
    """What was sent and what became of it, for thirty days, the newest first."""
    queries.get(session, webhook_id)
    found, count = queries.deliveries(session, webhook_id, query)
    results = [DeliveryOut.model_validate(one) for one in found]
    return links.page(results, count=count, query=query)


@router.post("/webhooks/{webhook_id}/deliveries/replay", status_code=202)
def replay_failed_deliveries(
    webhook_id: RowId, by: WebhookKeeper, session: DbSession
) -> ReplayedOut:
    """Send all again that was given up."""
    return ReplayedOut(replayed=service.replay_failed(session, webhook_id))


@router.post("/webhooks/{webhook_id}/deliveries/{delivery_id}/replay", status_code=202)
def replay_delivery(
    webhook_id: RowId, delivery_id: RowId, by: WebhookKeeper, session: DbSession
) -> DeliveryOut:
    """Send one delivery again, under the same `webhook-id`."""
    return DeliveryOut.model_validate(service.replay(session, webhook_id, delivery_id))


@router.get("/notifications/discord")
def get_own_discord(by: NoticeReader, session: DbReader, validators: Validators) -> DiscordOut:
    """One's own Discord webhook, without its secret."""
    webhook = queries.of_person(session, by.id)
    validators.answer(webhook.version if webhook else 0)
    return DiscordOut.of(webhook)


@router.put("/notifications/discord")
def set_own_discord(
    body: DiscordIn,
    by: NoticeWriter,
    session: DbSession,
    safety: Safety,
    validators: Validators,
) -> DiscordOut:
    """Set one's own Discord webhook; what is told there, one's preferences say."""
    webhook = service.set_discord(session, body, by=by, safety=safety, expect=validators.expect)
    validators.changed(webhook.version)
    return DiscordOut.of(webhook)


@router.delete("/notifications/discord", status_code=204)
def forget_own_discord(by: NoticeWriter, session: DbSession, validators: Validators) -> None:
    """Forget one's own Discord webhook."""
    service.forget_discord(session, by=by, expect=validators.expect)


@router.post("/notifications/discord/test", status_code=202)
def try_own_discord(by: NoticeWriter, session: DbSession) -> DiscordOut:
    """Have a test sent to one's own Discord."""
    return DiscordOut.of(service.try_discord(session, by=by))
