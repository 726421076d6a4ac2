import { useMemo } from "react";

import { useDeviceChoices, useGroupChoices, usePeopleNames } from "../../components/choices.ts";
import { useRoleChoices } from "../../components/role-choices.ts";
import type { Rule } from "../../queries/rules.ts";
import type { TermChoices } from "./kinds.ts";
import type { Names } from "./in-words.ts";

/** Names for what the targets of these rules say by number. */
export function useNames(rules: readonly Rule[]): Names {
  const { devices, types, sites } = useDeviceChoices();
  const { teams, projects, all } = useGroupChoices();
  const people = usePeopleNames(
    rules.flatMap(({ target, unless }) => [...(target.user_ids ?? []), ...(unless.user_ids ?? [])]),
  );
  return {
    device_ids: devices,
    type_ids: types,
    site_ids: sites,
    group_ids: [...teams, ...all],
    project_ids: projects,
    user_ids: [...people].map(([id, label]) => ({ value: String(id), label })),
  };
}

export function useTermChoices(): TermChoices {
  const roles = useRoleChoices();
  const { projects } = useGroupChoices();
  return useMemo(() => ({ roles, projects }), [roles, projects]);
}
