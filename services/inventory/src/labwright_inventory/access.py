"""Who may come in by which endpoint: types that make its signature a sentence."""

from typing import Annotated

from fastapi import Depends

from labwright_chassis.api import Requires
from labwright_chassis.callers import Caller
from labwright_inventory import permissions

Reader = Annotated[Caller, Depends(Requires(permissions.DEVICE_READ))]
Editor = Annotated[Caller, Depends(Requires(permissions.DEVICE_WRITE))]
Remover = Annotated[Caller, Depends(Requires(permissions.DEVICE_DELETE))]
MaintenanceReader = Annotated[Caller, Depends(Requires(permissions.MAINTENANCE_READ))]
MaintenanceEditor = Annotated[Caller, Depends(Requires(permissions.MAINTENANCE_WRITE))]
HealthReporter = Annotated[Caller, Depends(Requires(permissions.HEALTH_WRITE))]
CatalogReader = Annotated[Caller, Depends(Requires(permissions.CATALOG_READ))]
CatalogEditor = Annotated[Caller, Depends(Requires(permissions.CATALOG_WRITE))]
HistoryReader = Annotated[Caller, Depends(Requires(permissions.HISTORY_READ))]
Importer = Annotated[Caller, Depends(Requires(permissions.IMPORT_RUN))]
ViewKeeper = Annotated[Caller, Depends(Requires(permissions.VIEW_WRITE))]
