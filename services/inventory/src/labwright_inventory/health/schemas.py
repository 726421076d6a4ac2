"""Health as it is reported, asked for and shown."""

from typing import Annotated

from pydantic import Field, StringConstraints

from labwright_chassis.lists import AnswerBody, ListQuery, RequestBody
from labwright_contracts.base import UtcTime
from labwright_inventory.entries.schemas import OptionalText
from labwright_inventory.health.rules import HealthStatus

MetricName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.:/-]{0,99}$")]
Metric = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class HealthCreate(RequestBody):
    """A report on a device."""

    status: HealthStatus
    metrics: dict[MetricName, Metric] = Field({}, max_length=100, description="Numbers by name.")
    message: OptionalText = None


class HealthOut(AnswerBody):
    """How a device is; `reported_at` is null where nobody has reported."""

    device_id: int
    status: HealthStatus
    message: str | None = None
    metrics: dict[str, float] = Field(default_factory=dict)
    actor: str | None = None
    reported_at: UtcTime | None = None


class ReportOut(HealthOut):
    """One report on a device."""

    id: int


class ReportQuery(ListQuery):
    """Filters of the reports on a device."""

    status: list[HealthStatus] = Field([], description="Repeated: any of them.")
    reported_at__gte: UtcTime | None = Field(None, description="At this time or later.")
    reported_at__lt: UtcTime | None = Field(None, description="Before this time.")
