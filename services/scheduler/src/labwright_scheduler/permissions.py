"""What may be permitted in the scheduler, and to whom at first."""

from labwright_contracts.permissions import ROLES, Permission, of_operators

DEVICE_READ = "scheduler:device:read"
BOOKING_READ = "scheduler:booking:read"
BOOKING_READ_ANY = "scheduler:booking:read_any"
BOOKING_CREATE = "scheduler:booking:create"
BOOKING_CONFIRM = "scheduler:booking:confirm"
BOOKING_CONFIRM_ANY = "scheduler:booking:confirm_any"
BOOKING_CANCEL = "scheduler:booking:cancel"
BOOKING_CANCEL_ANY = "scheduler:booking:cancel_any"

BOOKING_CHANGE = "scheduler:booking:change"
BOOKING_CHANGE_ANY = "scheduler:booking:change_any"
BOOKING_APPROVE = "scheduler:booking:approve"
BOOKING_APPROVE_ANY = "scheduler:booking:approve_any"
BOOKING_CHECK_IN = "scheduler:booking:check_in"
BOOKING_FORCE = "scheduler:booking:force"
CLOSURE_WRITE = "scheduler:closure:write"
MAINTENANCE_PREVIEW = "scheduler:maintenance:preview"
OVERCOMMITMENT_READ = "scheduler:overcommitment:read"
RULE_READ = "scheduler:rule:read"
RULE_WRITE = "scheduler:rule:write"
FAVOURITE_WRITE = "scheduler:favourite:write"
PRESET_READ = "scheduler:preset:read"
PRESET_WRITE = "scheduler:preset:write"
PRESET_WRITE_ANY = "scheduler:preset:write_any"
SETTINGS_READ = "scheduler:settings:read"
SETTINGS_WRITE = "scheduler:settings:write"
NOTIFICATION_READ = "scheduler:notification:read"
NOTIFICATION_WRITE = "scheduler:notification:write"
WEBHOOK_READ = "scheduler:webhook:read"
WEBHOOK_WRITE = "scheduler:webhook:write"

_BOOKERS = ("Super Admin", "Admin", "Approver", "User")
_KEEPERS = ("Super Admin", "Admin", "Approver")
_ADMINS = ("Super Admin", "Admin")

PERMISSIONS = (
    Permission(name=DEVICE_READ, description="See which devices can be booked", roles=ROLES),
    Permission(name=BOOKING_READ, description="See who uses which device when", roles=ROLES),
    Permission(
        name=BOOKING_READ_ANY,
        description="Read title, message and collaborators of others' bookings",
        roles=_KEEPERS,
    ),
    Permission(name=BOOKING_CREATE, description="Book or hold devices", roles=_BOOKERS),
    Permission(name=BOOKING_CONFIRM, description="Confirm one's own holds", roles=_BOOKERS),
    Permission(name=BOOKING_CONFIRM_ANY, description="Confirm others' holds", roles=_KEEPERS),
    Permission(name=BOOKING_CANCEL, description="Cancel one's own bookings", roles=_BOOKERS),
    Permission(name=BOOKING_CANCEL_ANY, description="Cancel others' bookings", roles=_KEEPERS),
    Permission(
        name=BOOKING_CHANGE,
        description="Extend, move, hand over and give back one's own bookings",
        roles=_BOOKERS,
    ),
    Permission(
        name=BOOKING_CHANGE_ANY,
        description="Extend, move, hand over and give back others' bookings",
        roles=_KEEPERS,
    ),
    Permission(
        name=BOOKING_APPROVE,
        description="Approve and reject requests for devices one looks after as their steward",
        roles=_BOOKERS,
    ),
    Permission(
        name=BOOKING_APPROVE_ANY,
        description="Approve and reject requests for any device",
        roles=_KEEPERS,
    ),
    Permission(name=FAVOURITE_WRITE, description="Star devices for oneself", roles=ROLES),
    Permission(
        name=PRESET_READ,
        description="Read one's own and shared templates, device groups and patch lists",
        roles=ROLES,
    ),
    Permission(
        name=PRESET_WRITE,
        description="Keep templates, device groups and patch lists, and share the first and last",
        roles=_BOOKERS,
    ),
    Permission(
        name=PRESET_WRITE_ANY,
        description="Change others' shared templates, groups and lists; share device groups",
        roles=_KEEPERS,
    ),
    Permission(
        name=BOOKING_CHECK_IN,
        description="Check in where one takes part",
        roles=ROLES,
    ),
    Permission(
        name=BOOKING_FORCE,
        description="Book where there is no room or a rule is against it, with a reason",
        roles=("Super Admin", "Admin"),
    ),
    Permission(
        name=CLOSURE_WRITE,
        description="Close devices, types, sites or the lab for a time",
        roles=_ADMINS,
    ),
    Permission(name=RULE_READ, description="See the rules of bookings", roles=ROLES),
    Permission(name=RULE_WRITE, description="Make and end rules of bookings", roles=_ADMINS),
    Permission(name=SETTINGS_READ, description="See the settings of bookings", roles=ROLES),
    Permission(name=SETTINGS_WRITE, description="Change the settings of bookings", roles=_ADMINS),
    Permission(
        name=MAINTENANCE_PREVIEW,
        description="See whom a maintenance would hit, before it is planned",
        roles=_KEEPERS,
    ),
    Permission(
        name=OVERCOMMITMENT_READ,
        description="See where devices are promised beyond what they can bear",
        roles=_KEEPERS,
    ),
    Permission(name=NOTIFICATION_READ, description="Read one's own notices", roles=ROLES),
    Permission(
        name=NOTIFICATION_WRITE,
        description="Mark one's own notices read, choose what to be told of",
        roles=ROLES,
    ),
    Permission(
        name=WEBHOOK_READ,
        description="See the lab's webhooks and what became of each delivery",
        roles=_ADMINS,
    ),
    Permission(
        name=WEBHOOK_WRITE,
        description="Keep the lab's webhooks, their secrets, and have deliveries sent again",
        roles=_ADMINS,
    ),
    *of_operators("scheduler"),
)
