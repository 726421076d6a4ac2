import { expect, test } from "vitest";

import { type Hours, hoursOf, lineOf } from "./weekly.ts";

test("hours of the week survive the form's line", () => {
  const hours: Hours = { days: ["mon", "wed"], opens: "08:00", closes: "18:30" };
  expect(hoursOf(lineOf(hours))).toEqual(hours);
});

test("what is missing in a line stays empty", () => {
  expect(hoursOf(" 08:00-")).toEqual({ days: [], opens: "08:00", closes: "" });
});
