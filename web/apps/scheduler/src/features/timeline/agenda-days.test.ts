import { expect, test } from "vitest";

import { daysOf } from "./agenda-days.ts";
import type { Line } from "./rows.ts";

const START = Date.parse("2026-11-26T00:00Z");
const slot = (booking_id: string, start: string, owner_id = 1) => ({
  booking_id,
  owner_id,
  start,
  end: "2026-11-27T12:00:00Z",
  status: "CONFIRMED",
});
const line = (name: string, slots: object[], blocks: object[] = []) =>
  ({ kind: "device", device: { name }, timeline: { slots, blocks } }) as unknown as Line;
const asked = { start: START, zone: "UTC", ownerId: null };

test("a booking's devices at one time are one entry", () => {
  const booked = slot("b", "2026-11-26T09:00:00Z");
  const [day] = daysOf([line("OSA-1", [booked]), line("OSA-2", [booked])], asked);
  expect(day?.happenings.map((one) => one.devices)).toEqual([["OSA-1", "OSA-2"]]);
});

test("what began before stands on the first day", () => {
  const days = daysOf([line("OSA-1", [slot("b", "2026-11-20T09:00:00Z")])], asked);
  expect(days.map((day) => day.date)).toEqual(["2026-11-26"]);
});

test("only mine leaves out others and blocks", () => {
  const block = { kind: "closure", start: "2026-11-26T01:00:00Z", end: "…", reason: "Holiday" };
  const lines = [line("OSA-1", [slot("b", "2026-11-26T09:00:00Z", 2)], [block])];
  expect(daysOf(lines, { ...asked, ownerId: 1 })).toEqual([]);
  expect(daysOf(lines, asked)[0]?.happenings).toHaveLength(2);
});
