import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { plainWords } from "@labwright/ui/logic/plain-words";

import { durationWords } from "../../components/lengths.ts";
import { type Hours, lineOf } from "../../components/weekly.ts";
import type { TextChoice } from "../../components/choices.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.rules;

export type Names = Readonly<Record<string, readonly TextChoice[]>>;

const PARTS = Object.keys(texts.target) as (keyof typeof texts.target)[];

const nameIn = (choices: readonly TextChoice[] | undefined, value: unknown) =>
  choices?.find((choice) => choice.value === String(value))?.label ?? plainWords(value);

/** One value of a rule's terms. */
export function valueWords(value: unknown, spec: FieldSpec | undefined): string {
  if (typeof value === "boolean") return value ? adminWords.yes : adminWords.no;
  if (Array.isArray(value))
    return value
      .map((one) =>
        typeof one === "object" && one !== null ? lineOf(one as Hours) : nameIn(spec?.choices, one),
      )
      .join(", ");
  return typeof value === "string" ? durationWords(value) : plainWords(value);
}

/** What a rule demands, name by name; what is not set is left out. */
export function termWords(
  terms: object,
  specs: readonly FieldSpec[],
): { name: string; value: string }[] {
  return Object.entries(terms).flatMap(([name, value]) => {
    if (name === "kind" || value === null || value === undefined) return [];
    const spec = specs.find((one) => one.name === `terms_${name}`);
    return [{ name: spec?.label ?? name, value: valueWords(value, spec) }];
  });
}

/** What or whom a rule names: `Types: ROADM; Roles: User`; empty for nothing. */
export function namedWords(part: object, names: Names): string {
  const named = part as Record<string, unknown>;
  return PARTS.flatMap((name) => {
    const values = named[name];
    if (!Array.isArray(values) || values.length === 0) return [];
    const all = values.map((value) => nameIn(names[name], value)).join(", ");
    return [`${texts.target[name]}: ${all}`];
  }).join("; ");
}

/** What differs between two versions, by the name of the part. */
export function differences(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): { name: string; before: unknown; after: unknown }[] {
  return Object.keys(after)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ name, before: before[name], after: after[name] }));
}
