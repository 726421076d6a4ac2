import { expect, test } from "vitest";

import { closedBy } from "./closed-by.ts";

test("a preview asks for what a closure closes", () => {
  expect(closedBy("device", [7])).toEqual({ device_ids: [7] });
  expect(closedBy("type", [3])).toEqual({ filter: { type_id: [3] } });
  expect(closedBy("site", [1, 2])).toEqual({ filter: { site_id: [1, 2] } });
  expect(closedBy("lab", [])).toEqual({ filter: {} });
});
