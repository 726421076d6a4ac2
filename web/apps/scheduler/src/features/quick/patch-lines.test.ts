import { expect, test } from "vitest";

import type { PatchLine } from "../../queries/presets.ts";
import { chosenOf } from "./patch-lines.ts";

const candidate = (device_id: number) => ({
  device_id,
  name: `OSA-${device_id}`,
  port_id: null,
  port_name: null,
  score: 90,
});
const line = (n: number, outcome: PatchLine["outcome"], ...ids: number[]) => ({
  line: n,
  text: "osa",
  outcome,
  candidates: ids.map(candidate),
});
const LINES = [line(1, "exact", 1), line(2, "corrected", 2), line(3, "ambiguous", 3, 4)];

const idsOf = (choices: Record<number, number | null>) =>
  chosenOf([...LINES, line(4, "unknown")], choices).map((each) => each.device_id);

test("exact and corrected lines count, one to be chosen does once it is", () => {
  expect(idsOf({})).toEqual([1, 2]);
  expect(idsOf({ 3: 1 })).toEqual([1, 2, 4]);
});

test("a correction can be refused", () => {
  expect(idsOf({ 2: null })).toEqual([1]);
});
