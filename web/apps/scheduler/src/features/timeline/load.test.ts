import { expect, test } from "vitest";

import type { Timeline } from "../../queries/timelines.ts";
import { loadOf, shareOf } from "./load.ts";
import type { Line } from "./rows.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 26, hour)).toISOString();
const span = { start: Date.parse(at(0)), end: Date.parse(at(10)) };
const slot = (start: number, end: number, status = "CONFIRMED") => ({
  start: at(start),
  end: at(end),
  status,
});
const timeline = (part: { slots?: object[]; blocks?: object[]; capacity?: number }) =>
  ({ capacity: 1, slots: [], blocks: [], ...part }) as unknown as Timeline;

test("what is taken is measured by what can be borne", () => {
  expect(shareOf([timeline({ slots: [slot(0, 5)] })], span)).toBe(0.5);
  expect(shareOf([timeline({ slots: [slot(0, 5)], capacity: 2 })], span)).toBe(0.25);
  expect(shareOf([timeline({ slots: [slot(0, 5, "CONFLICTING")] })], span)).toBe(0);
});

test("closed time is no free time, and is counted once", () => {
  const blocks = [slot(0, 4), slot(2, 5)];
  expect(shareOf([timeline({ slots: [slot(5, 10)], blocks })], span)).toBe(1);
  expect(shareOf([timeline({ blocks: [slot(0, 10)] })], span)).toBeNull();
});

test("each group has its row, and all devices one where nothing is grouped", () => {
  const device = (part: object) => ({ kind: "device", timeline: timeline(part) }) as Line;
  const group = (name: string) => ({ kind: "group", name }) as Line;
  const lines = [group("EDFA"), device({ slots: [slot(0, 10)] }), group("OSA"), device({})];
  expect(loadOf(lines, [span], "All")).toEqual([
    { name: "EDFA", shares: [1] },
    { name: "OSA", shares: [0] },
  ]);
  expect(loadOf([device({})], [span], "All")).toEqual([{ name: "All", shares: [0] }]);
});
