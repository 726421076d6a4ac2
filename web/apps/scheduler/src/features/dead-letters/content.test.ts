import { expect, test } from "vitest";

import { readable } from "./content.ts";

test("JSON is shown with a line for each value", () => {
  expect(readable('{"id":7,"name":"ROADM"}')).toBe('{\n  "id": 7,\n  "name": "ROADM"\n}');
});

test("what is no JSON is shown as it came", () => {
  expect(readable("{broken")).toBe("{broken");
});
