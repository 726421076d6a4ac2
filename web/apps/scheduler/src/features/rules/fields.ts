import type { FieldSpec } from "@labwright/ui/logic/record-fields";

import { useDeviceChoices, useGroupChoices, usePeopleSearch } from "../../components/choices.ts";
import { useRoleChoices } from "../../components/role-choices.ts";
import type { Rule } from "../../queries/rules.ts";
import { adminWords } from "../../words/admin.ts";
import { type Kind, termFields } from "./kinds.ts";

const texts = adminWords.rules;

/** The fields of a rule of this kind. */
export function useRuleFields(kind: Kind, rule: Rule | null): FieldSpec[] {
  const roles = useRoleChoices();
  const { teams, projects } = useGroupChoices();
  const { devices, types, sites, tags } = useDeviceChoices();
  const named = [...(rule?.target.user_ids ?? []), ...(rule?.unless.user_ids ?? [])];
  const people = usePeopleSearch(named);
  const parts = {
    device_ids: { choices: devices, numeric: true },
    type_ids: { choices: types, numeric: true },
    site_ids: { choices: sites, numeric: true },
    tags: { choices: tags },
    user_ids: { ...people, numeric: true },
    roles: { choices: roles },
    group_ids: { choices: teams, numeric: true },
    project_ids: { choices: projects, numeric: true },
  };
  const picks = (part: "target" | "unless", names: readonly (keyof typeof parts)[]) =>
    names.map((name, index): FieldSpec => ({
      name: `${part}_${name}`,
      label: texts.target[name],
      kind: "picks",
      ...parts[name],
      ...(index === 0 && { section: texts.sections[part] }),
    }));
  const things = ["device_ids", "type_ids", "site_ids", "tags"] as const;
  const persons = ["user_ids", "roles", "group_ids", "project_ids"] as const;
  // Check-in is asked for of devices, not of people.
  const ofPeople = kind !== "check_in";
  const terms = termFields(kind, { roles, projects });
  return [
    {
      name: "name",
      label: texts.name,
      hint: texts.nameHint,
      kind: "text",
      required: true,
      wide: true,
    },
    { name: "description", label: texts.description, kind: "area" },
    ...terms.map((term, index) =>
      index === 0 ? { ...term, section: texts.sections.terms } : term,
    ),
    ...picks("target", ofPeople ? [...things, ...persons] : things),
    ...(ofPeople ? picks("unless", persons) : []),
    { name: "valid_from", label: texts.validFrom, kind: "time", section: texts.sections.valid },
    { name: "valid_until", label: texts.validUntil, kind: "time" },
    { name: "enabled", label: texts.enabled, kind: "check", initial: true },
  ];
}
