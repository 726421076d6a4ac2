"""The lab's settings."""

from typing import Annotated

from pydantic import Field, StringConstraints

from labwright_auth.settings import AuthSettings, RegistrationMode
from labwright_chassis.runtime_settings import RuntimeSettings
from labwright_chassis.zones import TimeZone

LabName = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")
]


class LabSettings(RuntimeSettings):
    """What the lab says about itself; the sign-in page shows it all."""

    lab_name: LabName = Field(
        "Labwright",
        description="The lab's name, on the sign-in page and in mails.",
        json_schema_extra={"public": True},
    )
    time_zone: TimeZone = Field(
        "UTC",
        description="Where the lab's clock hangs: a name of the IANA time zone database.",
        json_schema_extra={"public": True},
    )
    registration: RegistrationMode = Field(
        RegistrationMode.INVITATION,
        description="Who may make an account: open, invitation or closed.",
        json_schema_extra={"public": True},
    )

    @classmethod
    def unset(cls, settings: AuthSettings) -> "LabSettings":
        """What is in force while nobody has set anything."""
        return cls(registration=settings.registration)
