"""The audit log as admins search and read it."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from labwright_chassis.lists import AnswerBody, ListQuery
from labwright_contracts.base import UtcTime


class AuditFilter(BaseModel):
    """Exact filters, each may be repeated (or); times `at__gte` and `at__lt`.

    `q` searches action, target, actor, his name and the reason.
    """

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=100)
    actor: list[str] = Field(default_factory=list)
    action: list[str] = Field(default_factory=list)
    target: list[str] = Field(default_factory=list)
    outcome: list[Literal["done", "refused"]] = Field(default_factory=list)
    service: list[str] = Field(default_factory=list)
    request_id: list[str] = Field(default_factory=list)
    at__gte: UtcTime | None = None
    at__lt: UtcTime | None = None


class AuditQuery(AuditFilter, ListQuery):
    """Which entries, newest first, and which page of them."""


class AuditExport(AuditFilter):
    """Which entries, in the order in which they were collected, and how they are written."""

    format: Literal["csv", "jsonl"] = "csv"


class AuditCheck(BaseModel):
    """Which part of the chain is checked: at most `limit` entries behind number `after`."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(0, ge=0, lt=2**63)
    limit: int = Field(50_000, ge=1, le=100_000)


class BrokenEntry(BaseModel):
    """The first entry that is not what was collected, or does not follow the one before it."""

    id: int
    reason: str


class Verdict(BaseModel):
    """What a check of the chain has found.

    `checked` entries up to number `upto` are as they were collected; `seals` signed statements
    agree. `next_after` is where to go on, null at the end. `broken` is null if all is well.
    """

    checked: int
    seals: int
    upto: int
    hash: str
    next_after: int | None = None
    broken: BrokenEntry | None = None


class AuditEntryOut(AnswerBody):
    """One entry; `actor` and `target` are `<kind>/<id>`."""

    id: int
    at: UtcTime
    service: str
    actor: str
    actor_name: str
    action: str
    target: str
    outcome: str
    reason: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str
    hash: str | None
