import { ProblemError } from "@labwright/api/problem";
import type { Body } from "@labwright/ui/logic/record-fields";

import { type Hours, hoursOf, lineOf } from "../../components/weekly.ts";
import type { Rule, RuleChange, RuleIn } from "../../queries/rules.ts";

/** A rule as the fields of one form: the parts of its parts stand beside one another. */
export interface FlatRule extends Record<string, unknown> {
  version: number;
  id: number;
}

const PARTS = ["terms", "target", "unless"] as const;
type Part = (typeof PARTS)[number];

/** What the form shows of a rule. */
export function flatOf(rule: Rule): FlatRule {
  const flat: FlatRule = { ...rule };
  for (const part of PARTS)
    for (const [name, value] of Object.entries(rule[part])) flat[`${part}_${name}`] = shown(value);
  return flat;
}

function shown(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return value;
  return typeof value[0] === "object" ? (value as Hours[]).map(lineOf) : value;
}

/** The part of a rule that some fields say, over what it was. */
function partOf(part: Part, body: Body, former: object): Record<string, unknown> {
  const said = Object.entries(body)
    .filter(([name]) => name.startsWith(`${part}_`))
    .map(([name, value]) => [name.slice(part.length + 1), value] as const)
    .map(([key, value]) => [key, value === null ? null : sent(key, value)] as const);
  const made = { ...former, ...Object.fromEntries(said) };
  return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== null));
}

function sent(key: string, value: unknown): unknown {
  if (key === "weekly" && Array.isArray(value)) return value.map(String).map(hoursOf);
  if (key !== "all_of" || typeof value !== "string") return value;
  return value
    .split(/[\s,]+/)
    .map((tag) => tag.toLowerCase())
    .filter(Boolean);
}

const says = (part: Part, body: Body) =>
  Object.keys(body).some((name) => name.startsWith(`${part}_`));

const empty = (value: unknown) =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** A new rule of what the form says. */
export function ruleOf(kind: string, body: Body): RuleIn {
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => !empty(value)));
  const { name, description, valid_from, valid_until, enabled } = given;
  return {
    name,
    description: description ?? "",
    enabled: enabled !== false,
    valid_from: valid_from ?? null,
    valid_until: valid_until ?? null,
    terms: partOf("terms", given, { kind }),
    target: partOf("target", given, {}),
    unless: partOf("unless", given, {}),
  } as unknown as RuleIn;
}

/** What changes of a rule; a part that changes is told as a whole. */
export function changeOf(rule: Rule, body: Body): RuleChange {
  const change: Body = {};
  for (const [name, value] of Object.entries(body))
    if (!PARTS.some((part) => name.startsWith(`${part}_`)))
      change[name] = name === "description" ? (value ?? "") : value;
  for (const part of PARTS) if (says(part, body)) change[part] = partOf(part, body, rule[part]);
  return change as unknown as RuleChange;
}

/** A rule as it would be asked for anew. */
export function askedAnew(rule: Rule): RuleIn {
  const { name, description, terms, target, unless, valid_from, valid_until, enabled } = rule;
  return { name, description, terms, target, unless, valid_from, valid_until, enabled };
}

/** A refusal of a rule, its errors named by the form's fields. */
export function byFields(error: unknown): unknown {
  if (!(error instanceof ProblemError)) return error;
  const errors = error.errors.map((each) => ({
    ...each,
    pointer: each.pointer.replace(
      /^\/(?:rule\/)?(terms|target|unless)\/(?:[a-z_]+(?=\/[a-z_]+)\/)?([a-z_]+)/,
      "/$1_$2",
    ),
  }));
  return new ProblemError({ ...error.body, status: error.status, errors }, error.retryAfter);
}
