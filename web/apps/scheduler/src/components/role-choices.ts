import { useMay } from "@labwright/ui/signed-in";
import { useQuery } from "@tanstack/react-query";

import { rolesQuery } from "../queries/roles.ts";
import type { TextChoice } from "./choices.ts";

/** The lab's roles, to choose from by name; none for whoever may not see them. */
export function useRoleChoices(): TextChoice[] {
  const enabled = useMay("auth:role:read");
  const { data } = useQuery({ ...rolesQuery, enabled });
  return (data ?? []).map(({ name }) => ({ value: name, label: name }));
}
