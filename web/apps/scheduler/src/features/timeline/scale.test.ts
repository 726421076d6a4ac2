import { expect, test } from "vitest";

import { addDays, dateOf, midnight, scaleOf, stepAt, ticks, xOf } from "./scale.ts";

const DUBLIN = "Europe/Dublin";

test("a day begins at the zone's own midnight", () => {
  expect(new Date(midnight("2026-07-01", DUBLIN)).toISOString()).toBe("2026-06-30T23:00:00.000Z");
  expect(dateOf(midnight("2026-07-01", DUBLIN), DUBLIN)).toBe("2026-07-01");
});

test("the day on which the clocks go back is an hour wider", () => {
  const usual = scaleOf("day", "2026-10-24", DUBLIN);
  const longer = scaleOf("day", "2026-10-25", DUBLIN);
  expect(longer.width - usual.width).toBe(60);
});

test("a point selects the step that it lies in, and none beyond the end", () => {
  const scale = scaleOf("day", "2026-11-26", "UTC");
  const [start, end] = stepAt(scale, 61);
  expect([new Date(start).toISOString(), end - start]).toEqual([
    "2026-11-26T01:00:00.000Z",
    900_000,
  ]);
  expect(stepAt(scale, scale.width + 50)[1]).toBe(scale.end);
});

test("a week has seven days and their quarters, in order", () => {
  const marks = ticks(scaleOf("week", "2026-11-23", "UTC"), "UTC");
  expect(marks.filter((mark) => mark.major)).toHaveLength(7);
  expect(marks).toHaveLength(28);
  expect(marks.map((mark) => mark.x)).toEqual(
    [...marks.map((mark) => mark.x)].sort((a, b) => a - b),
  );
});

test("days are counted over the end of a month", () => {
  expect(addDays("2026-11-30", 1)).toBe("2026-12-01");
});

test("the middle of a time is in its middle", () => {
  const scale = scaleOf("week", "2026-11-23", "UTC");
  expect(xOf(scale, (scale.start + scale.end) / 2)).toBeCloseTo(scale.width / 2);
});
