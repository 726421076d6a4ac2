import { MultiCombobox } from "@labwright/ui/combobox";
import type { OwnControl } from "@labwright/ui/logic/record-fields";

import { adminWords } from "../words/admin.ts";
import { type TextChoice, useDeviceChoices } from "./choices.ts";
import { useRoleChoices } from "./role-choices.ts";
import { lineOf, type RoleAt, roleAtOf } from "./roles-at.ts";

const texts = adminWords.users;

/** Which roles, and of each the sites at which it counts. */
export function RolesField({ label, hint, error, value, onChange }: OwnControl) {
  const roles = useRoleChoices();
  const { sites } = useDeviceChoices();
  const chosen = Array.isArray(value) ? value.map(roleAtOf) : [];
  const set = (next: readonly RoleAt[]) => onChange(next.map(lineOf));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-[0.8125rem] font-medium text-ink-soft">{label}</legend>
      {roles.map(({ value: role }) => {
        const present = chosen.find((one) => one.role === role);
        return (
          <OneRole
            key={role}
            role={role}
            present={present}
            sites={sites}
            onToggle={() =>
              set(
                present
                  ? chosen.filter((one) => one !== present)
                  : [...chosen, { role, sites: [] }],
              )
            }
            onSites={(next) =>
              set(chosen.map((one) => (one === present ? { role, sites: next } : one)))
            }
          />
        );
      })}
      {hint && <p className="text-xs text-ink-faint">{hint}</p>}
      {error && (
        <p role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface OneRoleProps {
  role: string;
  present: RoleAt | undefined;
  sites: readonly TextChoice[];
  onToggle: () => void;
  onSites: (sites: number[]) => void;
}

function OneRole({ role, present, sites, onToggle, onSites }: OneRoleProps) {
  return (
    <div>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={present !== undefined}
          onChange={onToggle}
        />
        {role}
      </label>
      {present && sites.length > 1 && (
        <MultiCombobox
          className="mt-1 ml-6"
          label={texts.onlyAt(role)}
          placeholder={adminWords.everywhere}
          choices={sites}
          values={present.sites.map(String)}
          onChange={(values) => onSites(values.map(Number))}
        />
      )}
    </div>
  );
}

/** As a field of a record. */
export const drawRoles = (own: OwnControl) => <RolesField {...own} />;

/** A line in words, such as `Approver (Dublin)`. */
export function roleWords(line: string, sites: readonly TextChoice[]): string {
  const { role, sites: at } = roleAtOf(line);
  const names = at.map((id) => sites.find(({ value }) => value === String(id))?.label ?? `#${id}`);
  return names.length > 0 ? `${role} (${names.join(", ")})` : role;
}
