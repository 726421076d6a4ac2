import { expect, test } from "vitest";

import { fixed, fixOf } from "./nearest.ts";

const HOUR = 3_600_000;
const NINE = Date.parse("2026-11-26T09:00Z");
const wish = (deviceId: number, start = NINE) => ({
  deviceId,
  deviceName: `ROADM-${deviceId}`,
  start,
  end: start + HOUR,
});
const violation = (rule: string, nearest_passing: unknown, device_id?: number) => ({
  rule,
  limit: null,
  actual: null,
  nearest_passing,
  device_id,
});

test("a lab's rule proposes another time, which all that was wished together takes", () => {
  const near = { start: "2026-11-26T10:00:00Z", end: "2026-11-26T12:00:00Z" };
  const fix = fixOf(violation("bookable_hours", near, 2));
  const times = fix && fixed([wish(1), wish(2)], fix).map(({ start, end }) => [start, end]);
  expect(times).toEqual(Array(2).fill([NINE + HOUR, NINE + 3 * HOUR]));
});

test("of wishes at different times only the one that is refused moves", () => {
  const near = { start: "2026-11-26T12:00:00Z", end: "2026-11-26T13:00:00Z" };
  const fix = fixOf(violation("buffer", near, 2));
  const starts = fix && fixed([wish(1, NINE - HOUR), wish(2)], fix).map(({ start }) => start);
  expect(starts).toEqual([NINE - HOUR, NINE + 3 * HOUR]);
});

test("a start that would pass moves everything by as much", () => {
  const fix = fixOf(violation("not_in_the_past", "2026-11-26T09:30:00Z"));
  const [first, second] = fix ? fixed([wish(1), wish(2, NINE + HOUR)], fix) : [];
  expect(first?.start).toBe(NINE + HOUR / 2);
  expect(second?.end).toBe(NINE + 2.5 * HOUR);
});

test("an end that would pass shortens", () => {
  const fix = fixOf(violation("max_slot_duration", "2026-11-26T09:30:00Z"));
  expect(fix && fixed([wish(1)], fix)[0]?.end).toBe(NINE + HOUR / 2);
});

test("a number is no time to be taken", () => {
  expect(fixOf(violation("max_devices", 3))).toBeNull();
});
