"""Reading the lab's settings."""

from sqlalchemy.orm import Session

from labwright_chassis import runtime_settings
from labwright_scheduler.lab_settings.schemas import LabSettings
from labwright_scheduler.settings import SchedulerSettings

AREA = SchedulerSettings.service


def get(session: Session) -> LabSettings:
    """What the lab has set about its bookings: one statement."""
    return runtime_settings.read(session, AREA, LabSettings()).values
