"""Webhooks and deliveries as they are written, asked for and shown."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, TypeAdapter

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_scheduler.calendar.schemas import Text
from labwright_scheduler.notifications.rules import NoticeKind
from labwright_scheduler.webhooks.models import Webhook
from labwright_scheduler.webhooks.rules import DeliveryState, WebhookKind

_URL: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)
LONGEST_URL = 2000


def _well_formed(url: SecretStr) -> SecretStr:
    try:
        parsed = _URL.validate_python(url.get_secret_value().strip())
    except ValueError:
        # Its own words would repeat what was sent.
        raise ValueError("an address such as https://chat.example.org/hooks/abc") from None
    if parsed.username or parsed.password:
        raise ValueError("no name or password in the address")
    if parsed.fragment:
        raise ValueError("no # in the address")
    if len(str(parsed)) > LONGEST_URL:
        raise ValueError(f"at most {LONGEST_URL} characters")
    return SecretStr(str(parsed))


Url = Annotated[
    SecretStr,
    Field(min_length=1, max_length=LONGEST_URL, description="Kept sealed; shown without its path."),
    AfterValidator(_well_formed),
]
Name = Annotated[Text, Field(min_length=1, max_length=100)]


def _of_bookings(kinds: list[NoticeKind]) -> list[NoticeKind]:
    if NoticeKind.WEBHOOK_OFF in kinds:
        raise ValueError("webhook_off is told to people only")
    return kinds


Kinds = Annotated[
    list[NoticeKind], Field(min_length=1, max_length=50), AfterValidator(_of_bookings)
]
_KINDS = "What it is told of; null is everything."
_TITLES = "Whether titles of bookings and reasons are told, which are private in the lab."


class WebhookIn(RequestBody):
    """A new webhook."""

    name: Name
    kind: WebhookKind = WebhookKind.GENERIC
    url: Url
    kinds: Kinds | None = Field(None, description=_KINDS)
    shows_titles: bool = Field(False, strict=True, description=_TITLES)
    active: bool = Field(True, strict=True)


class WebhookChange(RequestBody):
    """What becomes different; a field that is not sent stays."""

    name: Name = Field(default_factory=str)
    url: Url = SecretStr("")
    kinds: Kinds | None = Field(None, description=_KINDS)
    shows_titles: bool = Field(False, strict=True, description=_TITLES)
    active: bool = Field(True, strict=True)

    def sent(self) -> dict[str, Any]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class WebhookOut(AnswerBody):
    """A webhook.

    `failing_since` is when it failed first since it last worked, `off_reason` why it switched
    itself off.
    """

    id: int
    version: int
    name: str
    kind: WebhookKind
    url: str = Field(validation_alias="shown_url")
    kinds: list[str] | None
    shows_titles: bool
    active: bool
    failing_since: datetime | None
    off_reason: str
    created_at: datetime
    updated_at: datetime


class WebhookMade(WebhookOut):
    """A webhook with its secret (`whsec_...`), shown this once; null for Discord's."""

    secret: str | None = None

    @classmethod
    def with_secret(cls, webhook: Webhook, secret: str | None) -> "WebhookMade":
        """The answer that shows it."""
        return cls.model_validate(webhook).model_copy(update={"secret": secret})


class WebhookQuery(ListQuery):
    """Filters of the lab's webhooks."""

    ordering: str | None = Field(None, description="name, created_at, id; `-` reverses")
    q: str | None = Field(None, max_length=100, description="text in the name")
    active: bool | None = None


class DeliveryQuery(ListQuery):
    """Filters of a webhook's deliveries, the newest first; a repeated one means any."""

    state: list[DeliveryState] | None = None
    kind: list[str] | None = Field(None, max_length=50)


class DeliveryOut(AnswerBody):
    """A delivery: `webhook_id` is what its receiver knows it by (header `webhook-id`).

    `code` and `answer` are the last answer's status and first 500 characters, `reason` is why there
    was none, or none that counts. `next_at` is when it is tried next.
    """

    id: int
    webhook_id: UUID = Field(validation_alias="uid")
    kind: str
    state: DeliveryState
    attempts: int
    code: int | None
    answer: str
    reason: str
    created_at: datetime
    next_at: datetime | None
    settled_at: datetime | None


class ReplayedOut(AnswerBody):
    """How many are sent again."""

    replayed: int


class DiscordIn(RequestBody):
    """One's own Discord webhook."""

    url: Url


class DiscordOut(AnswerBody):
    """One's own Discord webhook: `url` without its secret, null where there is none.

    `off_reason` says why it switched itself off; setting it again switches it on.
    """

    version: int = 0
    url: str | None = None
    active: bool = False
    failing_since: datetime | None = None
    off_reason: str = ""

    @classmethod
    def of(cls, webhook: Webhook | None) -> "DiscordOut":
        """The answer for what a person has set."""
        if webhook is None:
            return cls()
        return cls(
            version=webhook.version,
            url=webhook.shown_url,
            active=webhook.active,
            failing_since=webhook.failing_since,
            off_reason=webhook.off_reason,
        )
