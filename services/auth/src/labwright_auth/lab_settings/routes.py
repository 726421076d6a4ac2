"""The lab's settings over HTTP."""

from labwright_auth.lab_settings.queries import AREA
from labwright_auth.lab_settings.schemas import LabSettings
from labwright_auth.permissions import SETTINGS_READ, SETTINGS_WRITE
from labwright_chassis.api.runtime_settings import create_settings_router

router = create_settings_router(
    AREA, LabSettings, LabSettings.unset, reads=SETTINGS_READ, writes=SETTINGS_WRITE
)
