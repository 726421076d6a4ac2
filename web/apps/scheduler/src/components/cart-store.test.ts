import { expect, test } from "vitest";

import { merged } from "./cart-store.ts";

const wish = (deviceId: number, start: number, end: number) => ({
  deviceId,
  deviceName: `ROADM-${deviceId}`,
  start,
  end,
});

test("times of a device that touch or overlap are one", () => {
  expect(merged([wish(1, 20, 30), wish(1, 0, 10), wish(1, 10, 15), wish(1, 14, 18)])).toEqual([
    wish(1, 0, 18),
    wish(1, 20, 30),
  ]);
});

test("devices stay apart, in the order of their names", () => {
  const sorted = merged([wish(10, 0, 10), wish(2, 0, 10)]);
  expect(sorted.map((each) => each.deviceId)).toEqual([2, 10]);
});
