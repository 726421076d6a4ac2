import { expect, test } from "vitest";

import { compared } from "./then-and-now.ts";

test("what differs comes first", () => {
  const fields = compared(
    { name: "ROADM-7", status: "spare" },
    { name: "ROADM-7", status: "active" },
  );
  expect(fields.map(({ field, differs }) => [field, differs])).toEqual([
    ["status", true],
    ["name", false],
  ]);
});

test("no tags are the same as none", () => {
  expect(compared({ tags: [] }, { tags: null })).toEqual([
    { field: "tags", then: "", now: "", differs: false },
  ]);
});

test("a field that only one of both has differs", () => {
  expect(compared({}, { site: { id: 1, name: "Dublin" } })[0]?.differs).toBe(true);
});
