"""Planning maintenance, over HTTP; the windows themselves are kept by inventory."""

from labwright_chassis.api import DbReader, ServiceRouter
from labwright_scheduler.access import MaintenancePlanner
from labwright_scheduler.maintenance import preview
from labwright_scheduler.maintenance.schemas import PreviewIn, PreviewOut

router = ServiceRouter(prefix="/api/v1/scheduler/maintenance", tags=["maintenance"])


@router.post("/preview")
def preview_maintenance(body: PreviewIn, by: MaintenancePlanner, session: DbReader) -> PreviewOut:
    """Whom a window would hit, and which equivalent devices would be free; writes nothing."""
    return preview.whom_it_hits(session, body, by=by)
