import { expect, test } from "vitest";

import { meaningOf, meant } from "./queue-keys.ts";

test("j and k move the cursor and stop at the ends", () => {
  expect(meaningOf("j", { cursor: 0, count: 2 })).toEqual({ kind: "move", cursor: 1 });
  expect(meaningOf("j", { cursor: 1, count: 2 })).toEqual({ kind: "move", cursor: 1 });
  expect(meaningOf("k", { cursor: 0, count: 2 })).toEqual({ kind: "move", cursor: 0 });
});

test("an empty queue and other keys mean nothing", () => {
  expect(meaningOf("a", { cursor: 0, count: 0 })).toBeNull();
  expect(meaningOf("z", { cursor: 0, count: 2 })).toBeNull();
});

test("a decision is about what is selected, else about the cursor's request", () => {
  const items = [{ id: "one" }, { id: "two" }, { id: "three" }];
  expect(meant(items, new Set(["one", "three"]), 1)).toEqual([items[0], items[2]]);
  expect(meant(items, new Set(), 1)).toEqual([items[1]]);
  expect(meant([], new Set(), 0)).toEqual([]);
});
