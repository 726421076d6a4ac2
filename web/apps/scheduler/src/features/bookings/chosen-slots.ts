import type { Slot } from "../../queries/bookings.ts";

export type Retiming = "extend" | "move" | "rebook";

const OPEN_STATES = ["HELD", "PENDING", "CONFIRMED"];

type Timed = Pick<Slot, "id" | "device_id" | "start" | "end" | "status" | "extends" | "replaces">;

/** The slots that a change of time is about where nobody chooses, as the API has it. */
export function slotsOf<S extends Timed>(kind: Retiming, slots: readonly S[]): S[] {
  if (kind === "rebook") return [...slots];
  const open = slots.filter((slot) => OPEN_STATES.includes(slot.status));
  if (kind === "extend") return lastOfEachDevice(open);
  const standing = open.filter((slot) => !waitsBeside(slot));
  return standing.length > 0 ? standing : open;
}

/** What tells the API which slots it is about: nothing where it is about all of them. */
export function selectionOf(
  offered: readonly Pick<Slot, "id">[],
  chosen: ReadonlySet<number>,
): { slot_ids?: number[] } {
  const ids = offered.map(({ id }) => id).filter((id) => chosen.has(id));
  return ids.length === offered.length ? {} : { slot_ids: ids };
}

/** The end of the last slot where it is extended, else the start of the first. */
export function edgeOf(kind: Retiming, slots: readonly Pick<Slot, "start" | "end">[]): Date {
  const edges = slots.map((slot) => Date.parse(kind === "extend" ? slot.end : slot.start));
  return new Date(kind === "extend" ? Math.max(...edges) : Math.min(...edges));
}

// One new end for several slots of a device would have them overlap.
function lastOfEachDevice<S extends Timed>(slots: readonly S[]): S[] {
  const byEnd = [...slots].sort((a, b) => Date.parse(a.end) - Date.parse(b.end));
  const last = new Map(byEnd.map((slot) => [slot.device_id, slot.id]));
  return slots.filter((slot) => last.get(slot.device_id) === slot.id);
}

// It waits for approval while the slot that it extends or replaces stands.
const waitsBeside = (slot: Timed) =>
  slot.status === "PENDING" && (slot.extends !== null || slot.replaces !== null);
