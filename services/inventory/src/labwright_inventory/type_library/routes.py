"""The import of device types over HTTP."""

from typing import Annotated

from fastapi import File, Query, UploadFile

from labwright_chassis.api import DbSession, ServiceRouter
from labwright_inventory.access import CatalogEditor
from labwright_inventory.catalog.routes.device_types import PATH
from labwright_inventory.catalog.schemas import Category
from labwright_inventory.type_library import service
from labwright_inventory.type_library.rules.document import MAX_BYTES
from labwright_inventory.type_library.schemas import TypesReport

MOST_FILES = 200
_LONGEST_NAME = 200

router = ServiceRouter(prefix=PATH, tags=["device types"])

_ABOUT = f"""
Import device types from YAML files of the NetBox community device-type library.

A file has at most {MAX_BYTES // 1024} KiB, no aliases and no tags. Its type is found by `slug`,
else by maker and model; the maker is made if there is none. Interfaces, front, rear and console
ports become port templates, power outlets outlet templates, power ports, bays and inventory items
components. What the format does not know is kept and reported. Devices keep the ports they have:
`POST /devices/{{id}}/ports/from-type` adds new ones.

A dry run answers what would happen, file by file, with every error. Without it all files are
imported or, if any has an error, none: 422 `/problems/type-import-refused` with the same report as
`report`.
"""


@router.post("/import", description=_ABOUT)
def import_device_types(
    files: Annotated[list[UploadFile], File(description="YAML files.", max_length=MOST_FILES)],
    by: CatalogEditor,
    session: DbSession,
    dry_run: Annotated[bool, Query(description="Only say what would happen.")] = True,
    category: Annotated[Category, Query(description="Of new types.")] = "INFRA",
    schedulable: Annotated[bool, Query(description="Whether new types are booked.")] = False,
) -> TypesReport:
    """Import device types from the device-type library."""
    read = [(_name(file), _content(file)) for file in files]
    defaults = {"category": category, "schedulable": schedulable}
    return service.import_types(session, read, defaults=defaults, dry_run=dry_run)


def _content(file: UploadFile) -> bytes:
    file.file.seek(0)  # a second attempt reads again
    return file.file.read(MAX_BYTES + 1)


def _name(file: UploadFile) -> str:
    name = "".join(c for c in file.filename or "" if c.isprintable())
    return name.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME] or "file"
