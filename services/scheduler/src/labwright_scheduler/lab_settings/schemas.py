"""The scheduler's settings."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from labwright_chassis.runtime_settings import RuntimeSettings
from labwright_chassis.zones import TimeZone
from labwright_scheduler.calendar.schemas import Span
from labwright_scheduler.settings import SchedulerSettings

_DAY = timedelta(days=1)

MinutesToDays = Annotated[Span, Field(ge=timedelta(minutes=1), le=30 * _DAY)]
"""A duration that lets somebody decide."""

Grace = Annotated[Span, Field(ge=timedelta(), le=_DAY)]
"""A duration that may be none."""


class LabSettings(RuntimeSettings):
    """What holds for all bookings of the lab; durations are ISO 8601, in whole minutes."""

    time_zone: TimeZone = Field(
        "UTC",
        description="Zone in which hours and recurrences are meant where a site has none (IANA).",
        json_schema_extra={"public": True},
    )
    hold_lasts: MinutesToDays = Field(
        timedelta(minutes=15), description="How long a hold waits to be confirmed."
    )
    offer_lasts: MinutesToDays = Field(
        timedelta(hours=2),
        description="How long an offer from the waitlist waits, never past the start.",
    )
    decision_lasts: MinutesToDays = Field(
        timedelta(minutes=15),
        description="How long a request may be decided once it was to have begun.",
    )
    owner_gone_lasts: MinutesToDays = Field(
        _DAY,
        description="How long bookings of who was disabled or removed stay before their release.",
    )
    check_in_opens: Grace = Field(
        timedelta(minutes=15),
        description="How long before its start a slot can be checked in, where a rule asks for it.",
    )
    no_show_grace: Grace = Field(
        timedelta(minutes=30),
        description="How long after its start a slot waits to be checked in before its release.",
    )

    reminder_lead: Grace = Field(
        timedelta(hours=1), description="How long before a start its people are reminded."
    )
    ending_lead: Grace = Field(
        timedelta(minutes=15), description="How long before an end its people are reminded."
    )

    @classmethod
    def unset(cls, settings: SchedulerSettings) -> "LabSettings":
        """What is in force while nobody has set anything."""
        return cls()
