"""Many devices at once over HTTP."""

from sqlalchemy.orm import Session

from labwright_chassis.api import DbSession, ServiceRouter
from labwright_inventory.access import Editor, Remover
from labwright_inventory.bulk.schemas import BulkAnswer, BulkChange, BulkCreate, BulkDelete
from labwright_inventory.bulk.service import changing
from labwright_inventory.devices import queries
from labwright_inventory.devices.schemas import DeviceOut

PATH = "/api/v1/inventory/devices/bulk"
MAX_BYTES = 8 * 1_048_576

router = ServiceRouter(prefix="/api/v1/inventory/devices", tags=["devices"])


@router.post("/bulk", status_code=201)
def create_devices(body: BulkCreate, by: Editor, session: DbSession) -> BulkAnswer:
    """Register up to 1,000 devices, all of them or none; every error under its item."""
    ids = changing.register(session, [item.model_dump() for item in body.items], by=by)
    return _answer(session, ids)


@router.patch("/bulk")
def change_devices(body: BulkChange, by: Editor, session: DbSession) -> BulkAnswer:
    """Change up to 1,000 devices, all of them or none; they may swap names."""
    items = [(item.id, item.version, item.changes.sent()) for item in body.items]
    return _answer(session, changing.change(session, items, by=by))


@router.post("/bulk-delete", status_code=204)
def remove_devices(body: BulkDelete, by: Remover, session: DbSession) -> None:
    """Remove up to 1,000 devices, all of them or none."""
    changing.remove(session, [(item.id, item.version) for item in body.items], by=by)


def _answer(session: Session, ids: list[int]) -> BulkAnswer:
    views = queries.views(session, ids)
    return BulkAnswer(count=len(views), results=[DeviceOut.of(view) for view in views])
