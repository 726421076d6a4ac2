"""Reading the lab's settings."""

from sqlalchemy.orm import Session

from labwright_auth.lab_settings.schemas import LabSettings
from labwright_auth.settings import AuthSettings
from labwright_chassis import runtime_settings

AREA = AuthSettings.service


def get(session: Session, settings: AuthSettings) -> LabSettings:
    """What the lab says about itself now."""
    return runtime_settings.read(session, AREA, LabSettings.unset(settings)).values
