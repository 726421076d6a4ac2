import { CheckField, TextField } from "@labwright/ui/field";
import { useMay, useMe } from "@labwright/ui/signed-in";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { permissionsQuery } from "../../queries/account.ts";
import { accountWords } from "../../words/account.ts";

const texts = accountWords.tokens;

interface PermissionPickerProps {
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
  error: string | undefined;
}

/** What a token may, of what one may oneself; found by a word of its name or its meaning. */
export function PermissionPicker({ chosen, onChange, error }: PermissionPickerProps) {
  const own = useMe().permissions;
  // Not everybody may read what each means; the names say most of it.
  const meaning = useQuery({ ...permissionsQuery, enabled: useMay("auth:role:read") });
  const meanings = new Map(meaning.data?.map((each) => [each.name, each.description]));
  const [q, setQ] = useState("");
  const wanted = q.trim().toLocaleLowerCase();
  const fitting = own.filter((name) =>
    `${name} ${meanings.get(name) ?? ""}`.toLocaleLowerCase().includes(wanted),
  );
  const all = own.length > 0 && chosen.length === own.length;
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-[0.8125rem] font-medium text-ink-soft">{texts.permissions}</legend>
      <p className="text-xs text-ink-faint">{texts.permissionsHint}</p>
      {error && (
        <p role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
      <TextField
        label={texts.filter}
        type="search"
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      <div
        // A list that scrolls has to be reached by the keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-label={texts.permissions}
        className="flex max-h-56 flex-col gap-1.5 overflow-y-auto rounded-md border border-line px-3 py-2"
      >
        {wanted === "" && (
          <CheckField
            label={texts.all}
            checked={all}
            onChange={() => onChange(all ? [] : [...own])}
            className="border-b border-line pb-1.5"
          />
        )}
        {fitting.map((name) => (
          <CheckField
            key={name}
            label={<span className="reading wrap-anywhere">{name}</span>}
            hint={meanings.get(name)}
            checked={chosen.includes(name)}
            onChange={() => toggle(name)}
          />
        ))}
      </div>
    </fieldset>
  );
}
