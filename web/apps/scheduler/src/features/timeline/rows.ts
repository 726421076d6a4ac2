import type { Device, Timeline } from "../../queries/timelines.ts";

export const GROUPINGS = ["type", "site", "none"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Filter {
  q: string;
  grouping: Grouping;
  /** Only those that can be booked. */
  bookable: boolean;
}

/** A line of the timeline: a group's head, or a device. */
export type Line =
  | { kind: "group"; key: string; name: string; count: number }
  | { kind: "device"; key: string; device: Device; timeline: Timeline | undefined };

const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function fits(device: Device, { q, bookable }: Filter): boolean {
  if (bookable && !device.bookable) return false;
  const texts = [device.name, device.oi_id, device.type_name, device.model, device.site_name];
  const all = [...texts, ...device.tags].join("\n").toLocaleLowerCase();
  return q
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** The lines that a filter leaves, in groups and in the order of names. */
export function linesOf(
  devices: readonly Device[],
  timelines: readonly Timeline[],
  filter: Filter,
  ungrouped: string,
): Line[] {
  const byId = new Map(timelines.map((each) => [each.device_id, each]));
  const groups = new Map<string, Device[]>();
  for (const device of devices) {
    if (!fits(device, filter)) continue;
    const name = nameOfGroup(device, filter.grouping) ?? ungrouped;
    groups.set(name, [...(groups.get(name) ?? []), device]);
  }
  const lines: Line[] = [];
  for (const name of [...groups.keys()].sort(byName.compare)) {
    const found = [...(groups.get(name) ?? [])].sort((a, b) => byName.compare(a.name, b.name));
    if (filter.grouping !== "none")
      lines.push({ kind: "group", key: `group ${name}`, name, count: found.length });
    for (const device of found)
      lines.push({
        kind: "device",
        key: `device ${device.id}`,
        device,
        timeline: byId.get(device.id),
      });
  }
  return lines;
}

function nameOfGroup(device: Device, grouping: Grouping): string | null {
  if (grouping === "none") return "";
  return grouping === "type" ? device.type_name : device.site_name;
}
