import { Tag } from "@labwright/ui/badge";
import type { Column } from "@labwright/ui/data-table";
import { Time } from "@labwright/ui/time";

import { DeviceLink } from "../../components/device-link.tsx";
import { StatusBadge } from "../../components/states.tsx";
import type { Device } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.device;

const reading = (value: string | null) => value && <span className="reading">{value}</span>;

/** Every column that a list of devices can have. */
export const COLUMNS: readonly Column<Device>[] = [
  {
    id: "name",
    label: texts.name,
    width: [11, 1.4],
    orderBy: "name",
    fixed: true,
    cell: ({ id, name }) => <DeviceLink id={id}>{name}</DeviceLink>,
  },
  {
    id: "status",
    label: texts.status,
    width: [10, 0],
    orderBy: "status",
    cell: ({ status }) => <StatusBadge status={status} />,
  },
  {
    id: "type",
    label: texts.type,
    width: [11, 1.4],
    cell: ({ device_type }) => device_type.name,
  },
  { id: "category", label: texts.category, cell: ({ device_type }) => device_type.category },
  {
    id: "site",
    label: texts.site,
    width: [10, 1.2],
    cell: ({ site }) => site?.name,
  },
  { id: "rack", label: texts.rack, cell: ({ rack }) => rack?.name },
  { id: "unit", label: texts.u_position, numeric: true, cell: ({ u_position }) => u_position },
  {
    id: "oi_id",
    label: texts.oi_id,
    orderBy: "oi_id",
    cell: ({ oi_id }) => reading(oi_id),
  },
  {
    id: "serial_number",
    label: texts.serial_number,
    width: [11, 1],
    orderBy: "serial_number",
    cell: ({ serial_number }) => reading(serial_number),
  },
  { id: "manufacturer", label: texts.manufacturer, cell: ({ manufacturer }) => manufacturer?.name },
  {
    id: "model",
    label: texts.model,
    width: [11, 1],
    orderBy: "model",
    cell: ({ model }) => model,
  },
  {
    id: "hostname",
    label: texts.hostname,
    width: [14, 1],
    orderBy: "hostname",
    cell: ({ hostname }) => reading(hostname),
  },
  { id: "mgmt_ip", label: texts.mgmt_ip, width: [10, 0], cell: ({ mgmt_ip }) => reading(mgmt_ip) },
  {
    id: "tags",
    label: texts.tags,
    width: [12, 1.4],
    cell: ({ tags }) => (
      <span className="flex gap-1 overflow-hidden">
        {tags.map((name) => (
          <Tag key={name}>{name}</Tag>
        ))}
      </span>
    ),
  },
  {
    id: "bookable",
    label: texts.bookable,
    width: [7, 0],
    cell: ({ effective_schedulable }) => (effective_schedulable ? words.yes : words.no),
  },
  { id: "steward", label: texts.steward, cell: ({ steward }) => steward?.display_name },
  { id: "owner_group", label: texts.owner_group, cell: ({ owner_group }) => owner_group?.name },
  {
    id: "created_at",
    label: texts.created_at,
    width: [8, 0],
    orderBy: "created_at",
    cell: ({ created_at }) => <Time at={created_at} as="day" />,
  },
  {
    id: "updated_at",
    label: texts.updated_at,
    width: [9, 0],
    orderBy: "updated_at",
    cell: ({ updated_at }) => <Time at={updated_at} as="relative" />,
  },
];

export const USUAL_COLUMNS = [
  "name",
  "status",
  "type",
  "site",
  "oi_id",
  "mgmt_ip",
  "tags",
  "bookable",
];
