"""Statistics over HTTP."""

from labwright_chassis import clock
from labwright_chassis.api import DbReader, ServiceRouter
from labwright_inventory.access import Reader
from labwright_inventory.statistics import queries
from labwright_inventory.statistics.schemas import Statistics

router = ServiceRouter(prefix="/api/v1/inventory/statistics", tags=["statistics"])


@router.get("")
def get_statistics(by: Reader, session: DbReader) -> Statistics:
    """How many devices there are: by status, type, category, site, manufacturer, tag and age."""
    return queries.statistics(session, now=clock.now())
