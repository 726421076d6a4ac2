import { expect, test } from "vitest";

import { areaOf, changed } from "./selection.ts";

test("a rectangle dragged to the upper left covers both of its ends", () => {
  const begun = changed(null, { kind: "begin", cell: { line: 5, at: 100 } });
  const reached = changed(begun, { kind: "reach", cell: { line: 2, at: 40 } });
  expect(reached && areaOf(reached, 10)).toEqual({
    firstLine: 2,
    lastLine: 5,
    start: 40,
    end: 110,
  });
});

test("nothing is reached where nothing began", () => {
  expect(changed(null, { kind: "reach", cell: { line: 1, at: 0 } })).toBeNull();
});
