import { expect, test } from "vitest";

import { changesOf, shownWhole } from "./changes.ts";

test("what stayed the same is no change", () => {
  expect(changesOf({ a: 1, b: [2] }, { a: 1, b: [3] })).toEqual([
    { name: "b", before: [2], after: [3] },
  ]);
});

test("what was made or removed has one side alone", () => {
  expect(changesOf(null, { name: "ROADM" })).toEqual([
    { name: "name", before: undefined, after: "ROADM" },
  ]);
  expect(changesOf({ name: "ROADM" }, null)).toHaveLength(1);
});

test("recorded values are shown whole, and nothing as nothing", () => {
  expect([undefined, null, "a", ["a", 1]].map(shownWhole)).toEqual(["", "null", "a", '["a",1]']);
});
