import { fieldOf, type ProblemError } from "@labwright/api/problem";
import type { ReactNode } from "react";

/** What a control of an app's own is given. */
export interface OwnControl {
  label: string;
  hint: string | undefined;
  required: boolean | undefined;
  error: string | undefined;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  /** What another field has at present. */
  valueOf: (name: string) => FieldValue | undefined;
}

/** How a field of a record is shown and sent. */
export interface FieldSpec {
  /** The API's name. */
  name: string;
  label: string;
  kind:
    | "text"
    | "area"
    | "number"
    | "check"
    | "choice"
    | "pick"
    | "picks"
    | "time"
    | "day"
    | "secret"
    | "own";
  /** Draws a field of kind `own`. */
  control?: (own: OwnControl) => ReactNode;
  /** What is wrong with a value, before it is sent. */
  check?: (value: FieldValue) => string | undefined;
  /** Says a value in words, where it is none itself. */
  say?: (value: string) => string;
  /** Begins a group of fields with this head. */
  section?: string;
  hint?: string;
  required?: boolean;
  /** Of a choice, a pick (found by typing) or several picks. */
  choices?: readonly { value: string; label: string }[];
  /** Picked values are numbers for the API, such as identifiers. */
  numeric?: boolean;
  /** An emptied text is told as such: the API has no null for it. */
  keepsEmpty?: boolean;
  /** Shown as what is compared or copied. */
  mono?: boolean;
  /** Takes the whole width. */
  wide?: boolean;
  /** What a new record has. */
  initial?: FieldValue;
  placeholder?: string;
  /** Searches at the server instead of among `choices`. */
  onSearch?: (q: string) => void;
}

export type FieldValue = string | boolean | string[];
export type Values = Record<string, FieldValue>;
export type Body = Record<string, unknown>;

interface Zoned {
  toField: (at: string) => string;
  fromField: (text: string) => string | null;
}

function shown(spec: FieldSpec, value: unknown, times: Zoned): FieldValue {
  if (spec.kind === "check") return value === true;
  if (spec.kind === "picks") return Array.isArray(value) ? value.map(String) : [];
  if (spec.kind === "own" && Array.isArray(value)) return value.map(String);
  if (value === null || value === undefined) return "";
  return spec.kind === "time" ? times.toField(String(value)) : String(value);
}

/** What the fields show of a record; of none what a new one has. */
export function valuesOf(specs: readonly FieldSpec[], item: object | null, times: Zoned): Values {
  const from = item as Record<string, unknown> | null;
  return Object.fromEntries(
    specs.map((spec) => [
      spec.name,
      from ? shown(spec, from[spec.name], times) : (spec.initial ?? shown(spec, null, times)),
    ]),
  );
}

function sent(spec: FieldSpec, value: FieldValue, times: Zoned): unknown {
  if (typeof value === "boolean") return value;
  if (Array.isArray(value)) return spec.numeric ? value.map(Number) : value;
  const text = value.trim();
  if (text === "") return spec.keepsEmpty ? "" : null;
  if (spec.kind === "time") return times.fromField(text);
  if (spec.kind === "number" || spec.numeric) return Number(text);
  if (spec.kind === "choice" && (text === "true" || text === "false")) return text === "true";
  return spec.kind === "secret" ? value : text;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What the API is told: of a new record all that was given, of an old one only what changed. */
export function bodyOf(
  specs: readonly FieldSpec[],
  values: Values,
  opened: Values | null,
  times: Zoned,
): Body {
  const body: Body = {};
  for (const spec of specs) {
    const value = values[spec.name] ?? "";
    if (opened && same(value, opened[spec.name])) continue;
    const told = sent(spec, value, times);
    if (opened || told !== null) body[spec.name] = told;
  }
  return body;
}

export interface FieldDifference {
  spec: FieldSpec;
  before: FieldValue;
  theirs: FieldValue;
  yours: FieldValue;
}

/** What this person or somebody else changed since the form was opened. */
export function differencesOf(
  specs: readonly FieldSpec[],
  opened: Values,
  theirs: Values,
  yours: Values,
): FieldDifference[] {
  return specs.flatMap((spec) => {
    const [before, now, mine] = [opened, theirs, yours].map((values) => values[spec.name] ?? "");
    if (before === undefined || now === undefined || mine === undefined) return [];
    return same(before, now) && same(before, mine)
      ? []
      : [{ spec, before, theirs: now, yours: mine }];
  });
}

/** The field's value in words, as a choice's label where it has one. */
export function inWords(spec: FieldSpec, value: FieldValue): string {
  const label = (one: string) =>
    spec.choices?.find((choice) => choice.value === one)?.label ?? (one && spec.say?.(one)) ?? one;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.map(label).join(", ") : label(value);
}

/** A refusal's words by field; what is about none of these is left to the form's head. */
export function errorsByField(
  problem: ProblemError,
  specs: readonly FieldSpec[],
): Record<string, string> {
  const known = new Set(specs.map((spec) => spec.name));
  const found: Record<string, string> = {};
  for (const error of problem.errors) {
    const name = fieldOf(error).split(".")[0] ?? "";
    if (known.has(name)) found[name] ??= error.message;
  }
  return found;
}
