"""The lab's settings over HTTP."""

from labwright_chassis.api.runtime_settings import create_settings_router
from labwright_scheduler.lab_settings.queries import AREA
from labwright_scheduler.lab_settings.schemas import LabSettings
from labwright_scheduler.permissions import SETTINGS_READ, SETTINGS_WRITE

router = create_settings_router(
    AREA, LabSettings, LabSettings.unset, reads=SETTINGS_READ, writes=SETTINGS_WRITE
)
