"""The lab's settings."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints

from labwright_auth.settings import AuthSettings, RegistrationMode
from labwright_chassis.runtime_settings import RuntimeSettings


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f"{name} is no time zone of the IANA database, such as Europe/Dublin")
    return name


LabName = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")
]
TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)]


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
