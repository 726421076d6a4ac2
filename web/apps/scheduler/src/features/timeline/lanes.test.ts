import { expect, test } from "vitest";

import { lanesOf } from "./lanes.ts";

const span = (start: number, end: number) => ({
  start: new Date(start * 3_600_000).toISOString(),
  end: new Date(end * 3_600_000).toISOString(),
});

test("what follows another stays in its lane, what overlaps takes the next", () => {
  const [placed, count] = lanesOf([span(0, 2), span(1, 3), span(2, 4)]);
  expect(placed.map((each) => each.lane)).toEqual([0, 1, 0]);
  expect(count).toBe(2);
});

test("an empty row has one lane", () => {
  expect(lanesOf([])[1]).toBe(1);
});
