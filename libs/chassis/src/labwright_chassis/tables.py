"""Tables of a service's own database: outbox, inbox, idempotency, jobs; where it writes, mails."""

from enum import StrEnum

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.mysql import MEDIUMBLOB, MEDIUMTEXT

from labwright_chassis.columns import (
    BigId,
    JsonValue,
    UtcDateTime,
    UuidText,
    create_metadata,
    enum_text,
)

_SCHEMA = create_metadata()

_LongText = Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")
_Bytes = LargeBinary().with_variant(MEDIUMBLOB(), "mysql", "mariadb")


class LetterState(StrEnum):
    """Where a dead letter stands: `requeued` waits for the worker, `returned` is in its queue."""

    OPEN = "open"
    REQUEUED = "requeued"
    RETURNED = "returned"
    DROPPED = "dropped"


class LetterStep(StrEnum):
    """What happened to a dead letter at one time."""

    FAILED = "failed"
    REQUEUED = "requeued"
    RETURNED = "returned"
    DROPPED = "dropped"


outbox = Table(
    "outbox",
    _SCHEMA,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("event_id", UuidText, nullable=False, unique=True),
    Column("type", String(120), nullable=False),
    Column("aggregate", String(40), nullable=False),
    Column("aggregate_id", String(64), nullable=False),
    Column("version", BigId, nullable=False),
    Column("payload", JsonValue, nullable=True),
    Column("actor", String(80), nullable=False),
    Column("org", String(40), nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("traceparent", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime, nullable=True),
    Column("position", BigId, nullable=True, unique=True),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("retry_at", UtcDateTime, nullable=True),
    Column("last_error", String(500), nullable=True),
    Index("ix_outbox_unsent", "sent_at", "id"),
    sqlite_autoincrement=True,
)
"""Events to send. A state event is a pointer (`payload` NULL), a fact carries its payload."""

inbox = Table(
    "inbox",
    _SCHEMA,
    Column("consumer", String(80), primary_key=True),
    Column("event_id", UuidText, primary_key=True),
    Column("received_at", UtcDateTime, nullable=False, index=True),
)
"""Events whose effect is done, for effects that must not be done twice."""

idempotency_keys = Table(
    "idempotency_keys",
    _SCHEMA,
    Column("caller", String(80), primary_key=True),
    Column("route", String(160), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("body_hash", String(64), nullable=False),
    Column("status", Integer, nullable=True),
    Column("headers", JsonValue, nullable=True),
    Column("body", _LongText, nullable=True),
    Column("created_at", UtcDateTime, nullable=False, index=True),
)
"""Answers already given to a POST that carried an `Idempotency-Key`."""

counters = Table(
    "counters",
    _SCHEMA,
    Column("name", String(80), primary_key=True),
    Column("value", BigId, nullable=False),
)
"""Numbers of the service itself: `epoch`, and `position` of the last event sent."""

leases = Table(
    "leases",
    _SCHEMA,
    Column("name", String(80), primary_key=True),
    Column("holder", String(80), nullable=False),
    Column("held_until", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime, nullable=True),
)
"""Who runs a job at present, and when it was last done."""

projections = Table(
    "projections",
    _SCHEMA,
    Column("name", String(80), primary_key=True),
    Column("synced_at", UtcDateTime, nullable=False),
    Column("compared_at", UtcDateTime, nullable=True),
    Column("behind", Integer, nullable=True),
    Column("ahead", Integer, nullable=True),
)
"""Copies of another service's state that were built completely at least once.

`behind` and `ahead` count the rows that differed when it was last compared with its source.
"""

dead_letters = Table(
    "dead_letters",
    _SCHEMA,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("queue", String(120), nullable=False),
    Column("key", String(64), nullable=False),
    Column("type", String(120), nullable=False),
    Column("source", String(120), nullable=False),
    Column("subject", String(160), nullable=False),
    Column("headers", JsonValue, nullable=False),
    Column("body", _Bytes, nullable=False),
    Column("state", enum_text(LetterState), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("died_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    UniqueConstraint("queue", "key"),
    Index("ix_dead_letters_state", "state", "id"),
    sqlite_autoincrement=True,
)
"""Events that this service could not handle. `key` is the event's id, else a digest of it all."""

dead_letter_steps = Table(
    "dead_letter_steps",
    _SCHEMA,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("letter_id", ForeignKey("dead_letters.id", ondelete="CASCADE"), nullable=False),
    Column("death", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("step", enum_text(LetterStep), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("words", String(500), nullable=False),
    Column("actor", String(80), nullable=False),
    UniqueConstraint("letter_id", "death", "number"),
    sqlite_autoincrement=True,
)
"""The history of a dead letter. One message that died is one `death`, however often it is told."""

runtime_settings = Table(
    "runtime_settings",
    _SCHEMA,
    Column("area", String(40), primary_key=True),
    Column("version", BigId, nullable=False),
    Column("explicit", JsonValue, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by", String(80), nullable=False),
)
"""What has been set about a service while it runs; what nobody has set is not in `explicit`."""


mails = Table(
    "mails",
    _SCHEMA,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("kind", String(40), nullable=False),
    Column("recipient", String(254), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("useful_until", UtcDateTime, nullable=True),
    Column("settled_at", UtcDateTime, nullable=True),
    Column("attempts", Integer, nullable=False),
    Column("reason", String(300), nullable=False),
    Index("ix_mails_due", "state", "next_at"),
    Index("ix_mails_created_at", "created_at"),
    sqlite_autoincrement=True,
)
"""Mails to send, and the log of those that were; `text` is empty once one is sent or given up."""


def add_to(metadata: MetaData, *, mail: bool = False, settings: bool = False) -> None:
    """Put these tables into a service's own `MetaData`.

    `mails` only where it sends `mail`, `runtime_settings` only where it has `settings`.
    """
    left_out = {mails: not mail, runtime_settings: not settings}
    for table in _SCHEMA.tables.values():
        if not left_out.get(table, False):
            table.to_metadata(metadata)
