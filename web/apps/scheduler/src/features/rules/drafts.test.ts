import { ProblemError } from "@labwright/api/problem";
import { expect, test } from "vitest";

import type { Rule } from "../../queries/rules.ts";
import { byFields, changeOf, flatOf, ruleOf } from "./drafts.ts";

const RULE = {
  id: 3,
  version: 2,
  name: "Office hours",
  description: "",
  kind: "bookable_hours",
  terms: {
    kind: "bookable_hours",
    weekly: [{ days: ["mon"], opens: "08:00", closes: "18:00" }],
    time_zone: "UTC",
    only_ends: false,
  },
  target: { roles: ["User"], device_ids: [7] },
  unless: {},
  valid_from: null,
  valid_until: null,
  enabled: true,
} as unknown as Rule;

test("a form shows the parts of a rule beside one another", () => {
  const flat = flatOf(RULE);
  expect(flat.terms_weekly).toEqual(["mon 08:00-18:00"]);
  expect(flat.target_roles).toEqual(["User"]);
  expect(flat.version).toBe(2);
});

test("a part that changes is told as a whole, others are not told", () => {
  const change = changeOf(RULE, { target_device_ids: [8], terms_time_zone: null });
  expect(change).toEqual({
    target: { roles: ["User"], device_ids: [8] },
    terms: { kind: "bookable_hours", weekly: expect.anything() as unknown, only_ends: false },
  });
});

test("a new rule says what was given, and nothing empty", () => {
  const made = ruleOf("required_qualification", {
    name: "Trained people",
    enabled: true,
    terms_all_of: "Laser-Class4, fibre",
    target_tags: [],
    valid_from: null,
  });
  expect(made.terms).toEqual({ kind: "required_qualification", all_of: ["laser-class4", "fibre"] });
  expect(made.target).toEqual({});
});

test("a refusal names the form's fields, also those of one kind's terms", () => {
  const errors = ["/terms/longest", "/terms/duration/longest", "/rule/target/tags/0", "/name"].map(
    (pointer) => ({ pointer, code: "wrong", message: "It is wrong." }),
  );
  const told = byFields(new ProblemError({ status: 422, errors })) as ProblemError;
  expect(told.errors.map(({ pointer }) => pointer)).toEqual([
    "/terms_longest",
    "/terms_longest",
    "/target_tags/0",
    "/name",
  ]);
});
