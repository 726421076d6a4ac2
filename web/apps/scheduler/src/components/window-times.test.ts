import { expect, test } from "vitest";

import { timesOf } from "./window-times.ts";

test("two fields are a time once the end is after the start", () => {
  const start = "2031-05-06T09:00";
  expect(timesOf({ start, end: "2031-05-06T10:00" }, "Europe/Dublin")).toEqual({
    start: "2031-05-06T08:00:00.000Z",
    end: "2031-05-06T09:00:00.000Z",
  });
  expect(timesOf({ start, end: start }, "UTC")).toBeNull();
  expect(timesOf({ start, end: "" }, "UTC")).toBeNull();
});
