import * as v from "valibot";
import { expect, test } from "vitest";

import { number, someOf, yes } from "./search-schemas.ts";

test("a number of the address is one, whatever else is as if it were not there", () => {
  expect(v.parse(number, "3")).toBe(3);
  for (const broken of ["0", "-1", "x", "1.5", undefined])
    expect(v.parse(number, broken)).toBeUndefined();
});

test("a switch is on or not there", () => {
  expect(v.parse(yes, "true")).toBe(true);
  expect(v.parse(yes, "false")).toBeUndefined();
});

test("of repeated values the known ones are taken, or none of them", () => {
  const states = someOf(["open", "expired"]);
  expect(v.parse(states, "open")).toEqual(["open"]);
  expect(v.parse(states, ["open", "expired"])).toEqual(["open", "expired"]);
  expect(v.parse(states, ["open", "unheard of"])).toBeUndefined();
});
