import { expect, test } from "vitest";

import { isWhole, rrule, weekly } from "./recurrence.ts";

const THURSDAY = "2026-11-26T09:00";

test("a week's rule always has the day of the first booking", () => {
  const rule = { ...weekly(THURSDAY), days: ["MO" as const] };
  expect(rrule(rule, THURSDAY)).toBe("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4");
});

test("an interval and a last day are written as RFC 5545 has them", () => {
  const rule = {
    ...weekly(THURSDAY),
    every: "day" as const,
    interval: 2,
    ends: "until" as const,
    until: "2026-12-24",
  };
  expect(rrule(rule, THURSDAY)).toBe("FREQ=DAILY;INTERVAL=2;UNTIL=20261224T235959");
});

test("the same weekday of each month counts from the front, a fifth from the end", () => {
  const rule = { ...weekly(THURSDAY), every: "month-weekday" as const };
  expect(rrule(rule, THURSDAY)).toBe("FREQ=MONTHLY;BYDAY=4TH;COUNT=4");
  expect(rrule(rule, "2026-11-30T09:00")).toBe("FREQ=MONTHLY;BYDAY=-1MO;COUNT=4");
});

test("what is half typed is not sent", () => {
  expect(isWhole({ ...weekly(THURSDAY), count: Number.NaN })).toBe(false);
  expect(isWhole({ ...weekly(THURSDAY), ends: "until", until: "" })).toBe(false);
  expect(isWhole(weekly(THURSDAY))).toBe(true);
});
