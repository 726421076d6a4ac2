import { expect, test } from "vitest";

import { namedSo } from "./hits.ts";

const hits = ["Noise figure", "Noise floor", "Spectrum survey"].map((name, id) => ({
  kind: "booking",
  id,
  name,
}));

test("names are found by any part of them, whatever the case", () => {
  expect(namedSo(hits, " noise ", 5).map(({ id }) => id)).toEqual([0, 1]);
});

test("no more are told than were asked for, and none for no words", () => {
  expect(namedSo(hits, "noise", 1)).toHaveLength(1);
  expect(namedSo(hits, " ", 5)).toEqual([]);
});
