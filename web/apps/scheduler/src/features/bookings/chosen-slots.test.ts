import { expect, test } from "vitest";

import { edgeOf, selectionOf, slotsOf } from "./chosen-slots.ts";

const slot = (id: number, device_id: number, hours: [number, number], status = "CONFIRMED") => ({
  id,
  device_id,
  start: new Date(Date.UTC(2026, 10, 27, hours[0])).toISOString(),
  end: new Date(Date.UTC(2026, 10, 27, hours[1])).toISOString(),
  status,
  extends: null as number | null,
  replaces: null as number | null,
});

const morning = slot(1, 7, [8, 10]);
const evening = slot(2, 7, [18, 20]);
const other = slot(3, 9, [8, 12]);
const gone = slot(4, 11, [8, 22], "CANCELLED");
const all = [evening, morning, other, gone];
const idsOf = (slots: readonly { id: number }[]) => slots.map(({ id }) => id);

test("an end is that of the last open slot of each device, a start that of all open ones", () => {
  expect(idsOf(slotsOf("extend", all))).toEqual([2, 3]);
  expect(idsOf(slotsOf("move", all))).toEqual([2, 1, 3]);
  expect(idsOf(slotsOf("rebook", all))).toEqual([2, 1, 3, 4]);
});

test("what waits beside the slot that it replaces is not moved", () => {
  const wish = { ...slot(5, 9, [9, 13], "PENDING"), replaces: 3 };
  expect(idsOf(slotsOf("move", [other, wish]))).toEqual([3]);
});

test("slots are named only where they are not all", () => {
  expect(selectionOf([morning, other], new Set([1, 3]))).toEqual({});
  expect(selectionOf([morning, other], new Set([3]))).toEqual({ slot_ids: [3] });
});

test("a part has its own end and start", () => {
  expect(edgeOf("extend", [evening, other]).toISOString()).toBe(evening.end);
  expect(edgeOf("extend", [other]).toISOString()).toBe(other.end);
  expect(edgeOf("move", [evening]).toISOString()).toBe(evening.start);
});
