"""The trace that every write leaves."""

from typing import Any, Literal

from labwright_contracts.base import Contract, UtcTime


class AuditRecorded(Contract):
    """Who did what to which object, and with which outcome.

    `actor` is `user/<id>`, `service/<name>`, `operator/<login>` (somebody at the machine itself) or
    `system`; `action` names service, object and verb (`inventory.device.update`); `target` is
    `<kind>/<id>`.
    """

    at: UtcTime
    service: str
    actor: str
    actor_name: str = ""
    action: str
    target: str
    outcome: Literal["done", "refused"] = "done"
    reason: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    request_id: str = ""
