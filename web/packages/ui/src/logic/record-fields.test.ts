import { ProblemError } from "@labwright/api/problem";
import { expect, test } from "vitest";

import {
  bodyOf,
  differencesOf,
  errorsByField,
  type FieldSpec,
  inWords,
  valuesOf,
} from "./record-fields.ts";

const FIELDS: FieldSpec[] = [
  { name: "name", label: "Name", kind: "text" },
  { name: "height", label: "Height", kind: "number" },
  {
    name: "site_id",
    label: "Site",
    kind: "pick",
    numeric: true,
    choices: [{ value: "3", label: "Berlin" }],
  },
  { name: "tags", label: "Tags", kind: "picks" },
  { name: "bookable", label: "Bookable", kind: "check" },
  { name: "start", label: "Start", kind: "time" },
];
const UTC = {
  toField: (at: string) => at.slice(0, 16),
  fromField: (text: string) => `${text}:00Z`,
};
const RACK = {
  name: "R1",
  height: 42,
  site_id: 3,
  tags: ["old"],
  bookable: true,
  start: "2026-01-02T03:04:00Z",
};

test("what nobody touched is not sent", () => {
  const opened = valuesOf(FIELDS, RACK, UTC);
  expect(bodyOf(FIELDS, { ...opened, height: "45" }, opened, UTC)).toEqual({ height: 45 });
});

test("what was emptied is cleared", () => {
  const opened = valuesOf(FIELDS, RACK, UTC);
  expect(bodyOf(FIELDS, { ...opened, site_id: "" }, opened, UTC)).toEqual({ site_id: null });
});

test("an emptied text that has no null is told as empty", () => {
  const fields: FieldSpec[] = [{ name: "name", label: "Name", kind: "text", keepsEmpty: true }];
  const opened = valuesOf(fields, RACK, UTC);
  expect(bodyOf(fields, { name: " " }, opened, UTC)).toEqual({ name: "" });
});

test("a new record is sent with what was given", () => {
  const values = { ...valuesOf(FIELDS, null, UTC), name: " R2 ", start: "2026-05-06T07:08" };
  expect(bodyOf(FIELDS, values, null, UTC)).toEqual({
    name: "R2",
    tags: [],
    bookable: false,
    start: "2026-05-06T07:08:00Z",
  });
});

test("after a stale edit each field that either changed is compared", () => {
  const opened = valuesOf(FIELDS, RACK, UTC);
  const theirs = { ...opened, name: "R1-B" };
  const yours = { ...opened, height: "45" };
  const found = differencesOf(FIELDS, opened, theirs, yours);
  expect(
    found.map(({ spec, before, theirs, yours }) => [spec.name, before, theirs, yours]),
  ).toEqual([
    ["name", "R1", "R1-B", "R1"],
    ["height", "42", "42", "45"],
  ]);
});

test("a value is said as its choice is called", () => {
  expect(inWords(FIELDS[2] as FieldSpec, "3")).toBe("Berlin");
});

test("a refusal stands beside the field that it is about", () => {
  const problem = new ProblemError({
    status: 422,
    errors: [
      { pointer: "/height", code: "too_big", message: "At most 60." },
      { pointer: "/elsewhere", code: "x", message: "?" },
    ],
  });
  expect(errorsByField(problem, FIELDS)).toEqual({ height: "At most 60." });
});
