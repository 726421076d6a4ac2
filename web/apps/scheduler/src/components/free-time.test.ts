import { expect, test } from "vitest";

import type { Timeline } from "../queries/timelines.ts";
import { firstFree, isFree } from "./free-time.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 26, hour)).toISOString();
const ms = (hour: number) => Date.parse(at(hour));
const HOUR = 3_600_000;

const timeline = (...free: [number, number][]) =>
  ({
    free: free.map(([start, end]) => ({ start: at(start), end: at(end), capacity_left: 1 })),
  }) as Timeline;

test("the first time at which all are free is long enough", () => {
  const all = [timeline([8, 10], [12, 20]), timeline([9, 13], [14, 20])];
  expect(firstFree(all, { from: ms(0), length: 2 * HOUR })).toEqual({ start: ms(14), end: ms(16) });
});

test("it does not begin before it is asked for, and there may be none", () => {
  expect(firstFree([timeline([8, 12])], { from: ms(9), length: HOUR })?.start).toBe(ms(9));
  expect(firstFree([timeline([8, 12])], { from: ms(9), length: 4 * HOUR })).toBeNull();
  expect(firstFree([], { from: ms(9), length: HOUR })).toBeNull();
});

test("pieces of free time that touch are one", () => {
  expect(isFree(timeline([8, 10], [10, 12]), ms(9), ms(11))).toBe(true);
  expect(isFree(timeline([8, 10], [11, 12]), ms(9), ms(12))).toBe(false);
});
