/** A role that counts everywhere, or at some sites alone. */
export interface RoleAt {
  role: string;
  sites: number[];
}

const BETWEEN = "\t";

/** One line for a form; a role's name has no tab. */
export const lineOf = ({ role, sites }: RoleAt): string =>
  sites.length > 0 ? `${role}${BETWEEN}${sites.join(",")}` : role;

export function roleAtOf(line: string): RoleAt {
  const [role = "", sites = ""] = line.split(BETWEEN);
  return { role, sites: sites.split(",").filter(Boolean).map(Number) };
}

/** The lines of what the API says. */
export const linesOf = (roles: readonly string[], sites: Record<string, number[]>): string[] =>
  roles.map((role) => lineOf({ role, sites: sites[role] ?? [] }));

/** The lines as the API takes them. */
export function rolesOf(lines: readonly string[]) {
  const all = lines.map(roleAtOf);
  return {
    roles: all.map(({ role }) => role),
    sites: Object.fromEntries(
      all.filter(({ sites }) => sites.length > 0).map(({ role, sites }) => [role, sites]),
    ),
  };
}
