import { expect, test } from "vitest";

import { beginOf, nextDay } from "./days.ts";

test("a day begins at midnight of its zone", () => {
  expect(beginOf("2026-11-27", "Europe/Dublin")).toBe("2026-11-27T00:00:00.000Z");
  expect(beginOf("2026-07-01", "Europe/Dublin")).toBe("2026-06-30T23:00:00.000Z");
});

test("what is no day of the address is as if it were not there", () => {
  expect(beginOf("tomorrow", "UTC")).toBeUndefined();
  expect(beginOf(undefined, "UTC")).toBeUndefined();
  expect(nextDay("2026-99-99")).toBeUndefined();
});

test("the next day goes over months and years", () => {
  expect(nextDay("2026-12-31")).toBe("2027-01-01");
});
