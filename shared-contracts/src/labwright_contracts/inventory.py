"""What inventory tells about devices."""

from labwright_contracts.base import Contract, OpenEnum, UtcTime


class DeviceStatus(OpenEnum):
    """Life cycle of a device; only `active` ones can be booked."""

    PLANNED = "planned"
    ACTIVE = "active"
    IN_MAINTENANCE = "in_maintenance"
    SPARE = "spare"
    RETIRED = "retired"
    UNKNOWN = "unknown"


class DeviceTypeRef(Contract):
    """The type of a device, as far as others need it."""

    id: int
    name: str
    category: str


class SiteRef(Contract):
    """The site of a device; `time_zone` is an IANA name or None for the lab's own."""

    id: int
    name: str
    time_zone: str | None = None


class RackRef(Contract):
    """The rack of a device."""

    id: int
    name: str


class PortDirection(OpenEnum):
    """Which way light or data goes at a port."""

    IN = "in"
    OUT = "out"
    BOTH = "both"
    UNKNOWN = "unknown"


class LinkKind(OpenEnum):
    """What a link is made of."""

    FIBRE = "fibre"
    COPPER = "copper"
    CROSS_CONNECT = "cross_connect"
    UNKNOWN = "unknown"


class PortState(Contract):
    """A port of a device; `polatis_port` is its number on the optical switch."""

    id: int
    name: str
    kind: str
    direction: PortDirection = PortDirection.BOTH
    polatis_port: int | None = None


class LinkState(Contract):
    """A link at `port_id` of the device that tells of it, to a port of that or another device."""

    id: int
    kind: LinkKind
    port_id: int
    peer_port_id: int
    peer_device_id: int


class DeviceSnapshot(Contract):
    """The whole public state of a device at `version`.

    `schedulable` and `capacity` are effective values: the device's own or its type's.
    `u_position` is the lowest unit of the rack that it takes, in rack units. `steward_id` is the
    person who looks after it. A link is told by the devices of both its ends. `removed_at` is set
    from the soft removal on; a higher version without it revives the device.
    """

    id: int
    version: int
    name: str
    oi_id: str | None = None
    type: DeviceTypeRef
    manufacturer: str | None = None
    model: str | None = None
    site: SiteRef | None = None
    rack: RackRef | None = None
    u_position: float | None = None
    steward_id: int | None = None
    status: DeviceStatus
    schedulable: bool
    capacity: int = 1
    polatis_name: str | None = None
    tags: tuple[str, ...] = ()
    ports: tuple[PortState, ...] = ()
    links: tuple[LinkState, ...] = ()
    removed_at: UtcTime | None = None


class MaintenanceState(OpenEnum):
    """Where a maintenance stands; its window blocks while it is scheduled or in progress."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class MaintenanceSnapshot(Contract):
    """The public state of a maintenance at `version`: the window `[start, end)` of a device.

    `removed_at` is set once it is cancelled: then the window blocks nothing. `kind` is a word for
    people (`preventive`, `calibration`, ...), to which others may be added.
    """

    id: int
    version: int
    device_id: int
    kind: str
    title: str
    state: MaintenanceState
    start: UtcTime
    end: UtcTime
    removed_at: UtcTime | None = None
