"""What may be permitted in inventory, and to whom at first."""

from labwright_contracts.permissions import ROLES, Permission, of_operators

DEVICE_READ = "inventory:device:read"
DEVICE_WRITE = "inventory:device:write"
DEVICE_DELETE = "inventory:device:delete"
CATALOG_READ = "inventory:catalog:read"
CATALOG_WRITE = "inventory:catalog:write"
HISTORY_READ = "inventory:history:read"
MAINTENANCE_READ = "inventory:maintenance:read"
MAINTENANCE_WRITE = "inventory:maintenance:write"
HEALTH_WRITE = "inventory:health:write"
IMPORT_RUN = "inventory:import:run"
VIEW_WRITE = "inventory:view:write"
VIEW_WRITE_ANY = "inventory:view:write_any"

_KEEPERS = ("Super Admin", "Admin")

PERMISSIONS = (
    Permission(name=DEVICE_READ, description="See the lab's devices", roles=ROLES),
    Permission(name=DEVICE_WRITE, description="Register and change devices", roles=_KEEPERS),
    Permission(name=DEVICE_DELETE, description="Remove devices", roles=_KEEPERS),
    Permission(
        name=CATALOG_READ, description="See types, manufacturers, sites and tags", roles=ROLES
    ),
    Permission(
        name=CATALOG_WRITE,
        description="Change types, manufacturers, sites and tags",
        roles=_KEEPERS,
    ),
    Permission(name=HISTORY_READ, description="See what happened to a device", roles=ROLES),
    Permission(name=MAINTENANCE_READ, description="See maintenance windows", roles=ROLES),
    Permission(
        name=MAINTENANCE_WRITE, description="Plan and carry out maintenance", roles=_KEEPERS
    ),
    Permission(name=HEALTH_WRITE, description="Report how devices are", roles=_KEEPERS),
    Permission(name=IMPORT_RUN, description="Import devices from a file", roles=_KEEPERS),
    Permission(
        name=VIEW_WRITE, description="Keep views of the device list, and share them", roles=ROLES
    ),
    Permission(
        name=VIEW_WRITE_ANY, description="Change and remove others' shared views", roles=_KEEPERS
    ),
    *of_operators("inventory"),
)
