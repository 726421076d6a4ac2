import { expect, test } from "vitest";

import { durationWords, isoOf, minutesOf, unitOf } from "./lengths.ts";

test("durations of the API are minutes and come back the same", () => {
  for (const text of ["PT4H", "P7D", "P1DT2H30M", "PT15M"]) {
    const minutes = minutesOf(text);
    expect(minutes === null ? null : isoOf(minutes)).toBe(text);
  }
  expect(minutesOf("P1W")).toBe(10_080);
  expect(isoOf(0)).toBe("PT0M");
});

test("what is no duration is none", () => {
  for (const text of ["", "P", "PT", "4 hours", "-PT4H"]) expect(minutesOf(text)).toBeNull();
});

test("a duration is said in the words of people", () => {
  expect(durationWords("PT90M")).toBe("1 hour 30 minutes");
  expect(durationWords("P1D")).toBe("1 day");
  expect(durationWords("soon")).toBe("soon");
});

test("a field shows a duration in the greatest unit that fits", () => {
  expect([10_080, 1_440, 120, 90, 0].map(unitOf)).toEqual([
    "weeks",
    "days",
    "hours",
    "minutes",
    "hours",
  ]);
});
