"""RFC 9457 problem details as every Labwright service and the gateway answer them."""

from typing import Any, Literal

from pydantic import ConfigDict

from labwright_contracts.base import Contract, UtcTime

MEDIA_TYPE = "application/problem+json"

ROUTE_HEADER = "x-labwright-route"
"""Answer header with the template of the path, for the gateway's log; never leaves it."""


class FieldError(Contract):
    """One thing wrong in the request; `pointer` is a JSON pointer or `?name` of a parameter."""

    pointer: str
    code: str
    message: str


class SlotConflict(Contract):
    """An interval of a device that is taken (`slot`) or closed (`block`), and why it is closed."""

    device_id: int
    start: UtcTime
    end: UtcTime
    kind: Literal["slot", "block"]
    reason: str | None = None


class RuleViolation(Contract):
    """A rule that a booking breaks, and the nearest value that would pass.

    Of a rule that the lab has made there are its number and name, and what of the request it is
    about: `nearest_passing` is then another time for that, `{"start", "end"}`.
    """

    rule: str
    limit: Any
    actual: Any
    nearest_passing: Any = None
    rule_id: int | None = None
    name: str | None = None
    device_id: int | None = None
    start: UtcTime | None = None
    end: UtcTime | None = None


class Problem(Contract):
    """`type` is a stable path under `/problems/`, `status` repeats the answer's status."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: str
    title: str
    status: int
    detail: str
    instance: str = ""
    request_id: str = ""
    errors: tuple[FieldError, ...] | None = None
    conflicts: tuple[SlotConflict, ...] | None = None
    violations: tuple[RuleViolation, ...] | None = None
