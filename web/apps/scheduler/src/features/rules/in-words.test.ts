import { expect, test } from "vitest";

import { differences, namedWords, termWords } from "./in-words.ts";

test("terms are said by their labels, durations in words, and nothing that is not set", () => {
  const specs = [{ name: "terms_longest", label: "Longest", kind: "own" as const }];
  expect(termWords({ kind: "duration", shortest: null, longest: "PT4H" }, specs)).toEqual([
    { name: "Longest", value: "4 hours" },
  ]);
});

test("whom a rule names is said by name, an unknown one by number", () => {
  const names = { type_ids: [{ value: "7", label: "ROADM" }] };
  const target = { type_ids: [7, 8], roles: ["User"], device_ids: [] };
  expect(namedWords(target, names)).toBe("Types: ROADM, 8; Roles: User");
});

test("two versions differ in what was changed alone", () => {
  const before = { name: "A", enabled: true, terms: { longest: "PT4H" } };
  const after = { name: "A", enabled: true, terms: { longest: "PT8H" } };
  expect(differences(before, after).map(({ name }) => name)).toEqual(["terms"]);
});
