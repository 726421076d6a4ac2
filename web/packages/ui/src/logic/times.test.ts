import { expect, test } from "vitest";

import { dateTime, fromField, relative, toField } from "./times.ts";

const BERLIN = "Europe/Berlin";

test("a field shows an instant in the lab's zone and reads it back", () => {
  expect(toField("2026-07-01T08:00:00Z", BERLIN)).toBe("2026-07-01T10:00");
  expect(fromField("2026-07-01T10:00", BERLIN)?.toISOString()).toBe("2026-07-01T08:00:00.000Z");
});

test.each([
  ["2026-10-25T02:30", "2026-10-25T00:30:00.000Z"],
  ["2026-10-25T04:00", "2026-10-25T03:00:00.000Z"],
  ["2026-03-29T03:30", "2026-03-29T01:30:00.000Z"],
])("the day on which clocks change is read right: %s", (text, instant) => {
  expect(fromField(text, BERLIN)?.toISOString()).toBe(instant);
});

test("what is no time is none", () => {
  expect(fromField("", BERLIN)).toBeNull();
  expect(fromField("tomorrow", BERLIN)).toBeNull();
});

test("a time reads as in the lab", () => {
  expect(dateTime("2026-11-26T13:05:00Z", BERLIN)).toBe("26 Nov 2026, 14:05");
});

test("what is near is said in words", () => {
  const now = new Date("2026-11-26T12:00:00Z");
  expect(relative("2026-11-26T15:00:00Z", now)).toBe("in 3 hours");
  expect(relative("2026-11-24T12:00:00Z", now)).toBe("2 days ago");
  expect(relative("2026-11-26T12:00:20Z", now)).toBe("now");
});
