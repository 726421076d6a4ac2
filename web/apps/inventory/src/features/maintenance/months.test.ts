import { expect, test } from "vitest";

import { daysShown, monthOf, monthsLater, touches } from "./months.ts";

test("a month is the lab's, not the reader's", () => {
  expect(monthOf(new Date("2026-10-31T23:30:00Z"), "Europe/Berlin")).toBe("2026-11");
});

test("months go on over the year's end", () => {
  expect(monthsLater("2026-12", 1)).toBe("2027-01");
  expect(monthsLater("2026-01", -1)).toBe("2025-12");
});

test("whole weeks are shown, from a Monday", () => {
  const days = daysShown("2026-11");
  expect(days[0]).toBe("2026-10-26");
  expect(days.at(-1)).toBe("2026-12-06");
  expect(daysShown("2027-02")).toHaveLength(28);
});

test("work that ends at midnight does not touch the next day", () => {
  const work = { start: "2026-11-10T08:00:00Z", end: "2026-11-11T23:00:00Z" };
  const touched = ["2026-11-09", "2026-11-10", "2026-11-11", "2026-11-12"].filter((day) =>
    touches(day, work, "Europe/Berlin"),
  );
  expect(touched).toEqual(["2026-11-10", "2026-11-11"]);
});
