import { expect, test } from "vitest";

import { durationOf, inWords, milliseconds } from "./durations.ts";

test("durations of the API are read and written", () => {
  expect(milliseconds("P1DT2H30M")).toBe(95_400_000);
  expect(milliseconds("-PT15M")).toBe(-900_000);
  expect(milliseconds("P14D")).toBe(14 * 86_400_000);
  expect(milliseconds("P")).toBeNull();
  expect(milliseconds("8 hours")).toBeNull();
  expect(durationOf(-900_000)).toBe("-PT15M");
});

test("people read the two largest parts", () => {
  expect(inWords(95_400_000)).toBe("1 d 2 h");
  expect(inWords(2_700_000)).toBe("45 min");
  expect(inWords(0)).toBe("0 min");
});
