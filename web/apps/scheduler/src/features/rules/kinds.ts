import type { FieldSpec } from "@labwright/ui/logic/record-fields";

import { drawDuration } from "../../components/duration-field.tsx";
import { durationWords } from "../../components/lengths.ts";
import type { TextChoice } from "../../components/choices.ts";
import { drawWeekly } from "../../components/weekly-field.tsx";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.rules;

export const KINDS = [
  "duration",
  "lead_time",
  "horizon",
  "bookable_hours",
  "buffer",
  "max_devices",
  "weekly_hours",
  "required_role",
  "required_qualification",
  "approval",
  "auto_approve",
  "season",
  "check_in",
  "approver_limit",
] as const;
export type Kind = (typeof KINDS)[number];

export const kindName = (kind: string): string => texts.kinds[kind as Kind]?.name ?? kind;

/** What the terms of rules are chosen from. */
export interface TermChoices {
  roles: readonly TextChoice[];
  projects: readonly TextChoice[];
}

type Term = Omit<FieldSpec, "label"> & { name: keyof typeof texts.terms };

const duration = (name: Term["name"], required = false): Term => ({
  name,
  kind: "own",
  control: drawDuration,
  say: durationWords,
  required,
});
const number = (name: Term["name"], required = false): Term => ({ name, kind: "number", required });

function termsOf(kind: Kind, { roles, projects }: TermChoices): readonly Term[] {
  const all: Record<Kind, readonly Term[]> = {
    duration: [duration("shortest"), duration("longest")],
    lead_time: [duration("at_least", true)],
    horizon: [duration("at_most", true)],
    bookable_hours: [
      {
        name: "weekly",
        kind: "own",
        control: drawWeekly,
        wide: true,
        required: true,
        initial: ["mon,tue,wed,thu,fri 08:00-18:00"],
      },
      { name: "time_zone", kind: "text", placeholder: "Europe/Dublin" },
      { name: "only_ends", kind: "check" },
    ],
    buffer: [duration("gap", true)],
    max_devices: [number("at_most", true)],
    weekly_hours: [duration("at_most", true)],
    required_role: [{ name: "any_of", kind: "picks", choices: roles, required: true, wide: true }],
    required_qualification: [
      { name: "all_of", kind: "text", mono: true, required: true, wide: true },
    ],
    approval: [duration("longer_than"), number("more_devices_than")],
    auto_approve: [duration("up_to"), number("load_below"), duration("within")],
    season: [
      { name: "first_day", kind: "day", required: true },
      { name: "last_day", kind: "day", required: true },
      {
        name: "project_ids",
        kind: "picks",
        choices: projects,
        numeric: true,
        required: true,
        wide: true,
      },
      { ...number("priority"), initial: "10" },
      duration("others_longest"),
      duration("others_horizon"),
      { name: "others_need_approval", kind: "check" },
    ],
    check_in: [duration("opens"), duration("grace")],
    approver_limit: [duration("longest"), duration("most_hours"), number("most_devices")],
  };
  return all[kind];
}

/** The fields of a kind's terms, under names that no other field of a rule has. */
export function termFields(kind: Kind, choices: TermChoices): FieldSpec[] {
  return termsOf(kind, choices).map((term) => {
    const hint = texts.termHints[term.name as keyof typeof texts.termHints];
    return {
      ...term,
      name: `terms_${term.name}`,
      label: texts.terms[term.name],
      ...(hint && { hint }),
    };
  });
}
