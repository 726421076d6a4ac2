"""The templates of a device type over HTTP."""

from labwright_chassis.api import DbReader, DbSession, ServiceRouter
from labwright_chassis.api.etag import Validators
from labwright_inventory.access import CatalogEditor, CatalogReader
from labwright_inventory.catalog import service
from labwright_inventory.catalog.models import DeviceType
from labwright_inventory.catalog.routes.device_types import PATH
from labwright_inventory.catalog.templates import Templates, TemplatesOut
from labwright_inventory.entries import queries
from labwright_inventory.entries.schemas import RowId

router = ServiceRouter(prefix=PATH, tags=["device types"])


@router.get("/{device_type_id}/templates")
def get_templates(
    device_type_id: RowId, by: CatalogReader, session: DbReader, validators: Validators
) -> TemplatesOut:
    """What a device of the type comes with; the ETag is the type's."""
    device_type = queries.get(session, DeviceType, device_type_id)
    validators.answer(device_type.version)
    return TemplatesOut.of(device_type.templates, device_type.extra)


@router.put("/{device_type_id}/templates")
def replace_templates(
    device_type_id: RowId,
    body: Templates,
    by: CatalogEditor,
    session: DbSession,
    validators: Validators,
) -> TemplatesOut:
    """Replace them; devices that are there keep their ports."""
    values = {"templates": body.model_dump(mode="json")}
    device_type = service.change_device_type(
        session, device_type_id, values, expect=validators.expect
    )
    validators.changed(device_type.version)
    return TemplatesOut.of(device_type.templates, device_type.extra)
