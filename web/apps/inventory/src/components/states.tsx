import { Badge, Lamp, type Pattern, type Tone } from "@labwright/ui/badge";
import { BOOKING_LOOKS } from "@labwright/ui/logic/booking-looks";

import type {
  DeviceStatus,
  HealthStatus,
  Import,
  ImportRow,
  Maintenance,
} from "../queries/types.ts";
import { words } from "../words.ts";

interface Look {
  tone: Tone;
  pattern: Pattern;
}

const STATUS: Record<DeviceStatus, Look> = {
  planned: { tone: "info", pattern: "dots" },
  active: { tone: "ok", pattern: "solid" },
  in_maintenance: { tone: "warn", pattern: "stripes" },
  spare: { tone: "calm", pattern: "hollow" },
  retired: { tone: "calm", pattern: "cross" },
};

const HEALTH: Record<HealthStatus, Look> = {
  ok: { tone: "ok", pattern: "solid" },
  warning: { tone: "warn", pattern: "half" },
  critical: { tone: "bad", pattern: "cross" },
  unknown: { tone: "calm", pattern: "hollow" },
};

const MAINTENANCE: Record<Maintenance["state"], Look> = {
  scheduled: { tone: "info", pattern: "hollow" },
  in_progress: { tone: "warn", pattern: "stripes" },
  done: { tone: "ok", pattern: "solid" },
  cancelled: { tone: "calm", pattern: "cross" },
};

const ROW: Record<ImportRow["action"], Look> = {
  create: { tone: "ok", pattern: "solid" },
  update: { tone: "info", pattern: "half" },
  unchanged: { tone: "calm", pattern: "hollow" },
  error: { tone: "bad", pattern: "cross" },
};

const IMPORT: Record<Import["state"], Look> = {
  queued: { tone: "info", pattern: "hollow" },
  running: { tone: "info", pattern: "stripes" },
  done: { tone: "ok", pattern: "solid" },
  failed: { tone: "bad", pattern: "cross" },
  undone: { tone: "calm", pattern: "half" },
};

export const DEVICE_STATUSES = Object.keys(STATUS) as DeviceStatus[];
export const HEALTH_STATUSES = Object.keys(HEALTH) as HealthStatus[];
export const MAINTENANCE_STATES = Object.keys(MAINTENANCE) as Maintenance["state"][];

export const statusChoices = DEVICE_STATUSES.map((value) => ({
  value,
  label: words.status[value],
  mark: <Lamp {...STATUS[value]} />,
}));

export const healthChoices = HEALTH_STATUSES.map((value) => ({
  value,
  label: words.health[value],
  mark: <Lamp {...HEALTH[value]} />,
}));

export const StatusBadge = ({ status }: { status: DeviceStatus }) => (
  <Badge {...STATUS[status]}>{words.status[status]}</Badge>
);

export const HealthBadge = ({ health }: { health: HealthStatus }) => (
  <Badge {...HEALTH[health]}>{words.health[health]}</Badge>
);

export const MaintenanceBadge = ({ state }: { state: Maintenance["state"] }) => (
  <Badge {...MAINTENANCE[state]}>{words.maintenanceState[state]}</Badge>
);

export const MaintenanceLamp = ({ state }: { state: Maintenance["state"] }) => (
  <Lamp {...MAINTENANCE[state]} />
);

export const BookingBadge = ({ state, text }: { state: string; text: string }) => (
  <Badge tone="calm" pattern="hollow" {...BOOKING_LOOKS[state]}>
    {text}
  </Badge>
);

export const RowBadge = ({ action }: { action: ImportRow["action"] }) => (
  <Badge {...ROW[action]}>{words.rowAction[action]}</Badge>
);

export const ImportBadge = ({ state }: { state: Import["state"] }) => (
  <Badge {...IMPORT[state]}>{words.importState[state]}</Badge>
);
