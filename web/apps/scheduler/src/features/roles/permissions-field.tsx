import { controlClasses } from "@labwright/ui/field";
import type { OwnControl } from "@labwright/ui/logic/record-fields";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { type Permission, permissionsQuery } from "../../queries/roles.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.roles;

/** Permissions by the area that they belong to, those that fit the words. */
export function byArea(
  permissions: readonly Permission[],
  typed: string,
): [string, Permission[]][] {
  const wanted = typed.trim().toLocaleLowerCase();
  const areas = new Map<string, Permission[]>();
  for (const one of permissions) {
    const fits = `${one.name} ${one.description}`.toLocaleLowerCase().includes(wanted);
    const [area = ""] = one.name.split(":");
    if (fits) areas.set(area, [...(areas.get(area) ?? []), one]);
  }
  return [...areas];
}

/** Everything that may be permitted, to be ticked. */
export function PermissionsField({ label, hint, error, value, onChange }: OwnControl) {
  const { data } = useQuery(permissionsQuery);
  const [typed, setTyped] = useState("");
  const chosen = useMemo(() => new Set(Array.isArray(value) ? value : []), [value]);
  const toggle = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    onChange([...next].sort());
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-[0.8125rem] font-medium text-ink-soft">
        {label} <span className="font-normal">({texts.chosen(chosen.size)})</span>
      </legend>
      <input
        type="search"
        aria-label={texts.filter}
        placeholder={texts.filter}
        className={`${controlClasses} max-w-xs`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {byArea(data ?? [], typed).map(([area, permissions]) => (
        <div key={area}>
          <h2 className="engraved my-1.5 text-ink-faint">{texts.areas[area] ?? area}</h2>
          <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
            {permissions.map(({ name, description }) => (
              <li key={name}>
                <label className="flex items-start gap-2">
                  <input
                    type="checkbox"
                    className="mt-0.5 size-4 shrink-0 accent-accent"
                    checked={chosen.has(name)}
                    onChange={() => toggle(name)}
                  />
                  <span className="min-w-0 wrap-anywhere">
                    {description}
                    <span className="reading block text-xs text-ink-faint">{name}</span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {hint && <p className="text-xs text-ink-faint">{hint}</p>}
      {error && (
        <p role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** As a field of a record. */
export const drawPermissions = (own: OwnControl) => <PermissionsField {...own} />;
