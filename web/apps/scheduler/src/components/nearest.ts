import type { RuleViolation } from "@labwright/api/problem";

import type { Wish } from "./cart-store.ts";

/** Another time that would pass a rule; instants in milliseconds. */
export interface Fix {
  /** Of one device, and of the time that was asked for it; null for everything. */
  about: { deviceId: number; start: number | null } | null;
  start?: number;
  end?: number;
}

/** Rules whose nearest value is an end; that of all others is a start. */
const ENDS = new Set(["max_slot_duration", "ends_in_the_past"]);
const INSTANT = /^\d{4}-\d\d-\d\dT/;

const instant = (value: unknown) =>
  typeof value === "string" && INSTANT.test(value) ? Date.parse(value) : null;

/** The time that a refusal proposes, if it proposes one. */
export function fixOf({
  rule,
  nearest_passing: near,
  device_id,
  start,
}: RuleViolation): Fix | null {
  const about =
    device_id == null ? null : { deviceId: device_id, start: start ? Date.parse(start) : null };
  const at = instant(near);
  if (at !== null) return ENDS.has(rule) ? { about, end: at } : { about, start: at };
  if (typeof near !== "object" || near === null) return null;
  const { start: from, end: to } = near as Record<string, unknown>;
  const [first, last] = [instant(from), instant(to)];
  return first === null || last === null ? null : { about, start: first, end: last };
}

/** The wishes at the proposed time. What was wished for one time stays together. */
export function fixed(wishes: readonly Wish[], fix: Fix): Wish[] {
  const met = wishes.filter((wish) => isMeant(wish, fix));
  const together = new Set(wishes.map(({ start, end }) => `${start} ${end}`)).size === 1;
  const moved = together ? wishes : met;
  const first = Math.min(...moved.map((wish) => wish.start));
  return wishes.map((wish) => (moved.includes(wish) ? retimed(wish, fix, first) : wish));
}

function isMeant({ deviceId, start }: Wish, { about }: Fix): boolean {
  if (about === null) return true;
  return about.deviceId === deviceId && (about.start === null || about.start === start);
}

function retimed(wish: Wish, { start, end }: Fix, first: number): Wish {
  if (start !== undefined && end !== undefined) return { ...wish, start, end };
  if (end !== undefined) return { ...wish, end: wish.start < end ? end : wish.end };
  const by = (start ?? first) - first;
  return { ...wish, start: wish.start + by, end: wish.end + by };
}
