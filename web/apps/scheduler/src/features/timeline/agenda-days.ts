import type { Line } from "./rows.ts";
import { dateOf } from "./scale.ts";

/** What happens at one time: a booking with its devices, or a time in which they are blocked. */
export interface Happening {
  key: string;
  bookingId: string | null;
  ownerId: number | null;
  start: string;
  end: string;
  /** A slot's state; null of a block. */
  status: string | null;
  reason: string | null;
  devices: string[];
}

export interface Day {
  date: string;
  happenings: Happening[];
}

const byStart = (a: Happening, b: Happening) =>
  a.start.localeCompare(b.start) || a.end.localeCompare(b.end) || a.key.localeCompare(b.key);

/** What happens, by the day on which it begins; what began before is on the first day. */
export function daysOf(
  lines: readonly Line[],
  { start, zone, ownerId }: { start: number; zone: string; ownerId: number | null },
): Day[] {
  const found = new Map<string, Happening>();
  const add = (name: string, one: Omit<Happening, "key" | "devices">) => {
    const key = [one.bookingId, one.status ?? one.reason, one.start, one.end].join(" ");
    const known = found.get(key) ?? { ...one, key, devices: [] };
    known.devices.push(name);
    found.set(key, known);
  };
  for (const line of lines) {
    if (line.kind !== "device" || !line.timeline) continue;
    const { name } = line.device;
    for (const slot of line.timeline.slots)
      if (ownerId === null || slot.owner_id === ownerId)
        add(name, {
          bookingId: slot.booking_id,
          ownerId: slot.owner_id,
          start: slot.start,
          end: slot.end,
          status: slot.status,
          reason: null,
        });
    if (ownerId === null)
      for (const block of line.timeline.blocks)
        if (block.kind !== "status") {
          const { start: from, end, reason } = block;
          add(name, { bookingId: null, ownerId: null, start: from, end, status: null, reason });
        }
  }
  const days = new Map<string, Happening[]>();
  for (const one of [...found.values()].sort(byStart)) {
    const date = dateOf(Math.max(Date.parse(one.start), start), zone);
    days.set(date, [...(days.get(date) ?? []), one]);
  }
  return [...days].map(([date, happenings]) => ({ date, happenings }));
}
