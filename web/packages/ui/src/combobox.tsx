import * as Ariakit from "@ariakit/react";
import X from "lucide-react/icons/x";
import { type ReactNode, useMemo, useState } from "react";

import { controlClasses, Field } from "./field.tsx";
import { classes } from "./logic/classes.ts";
import { words } from "./logic/words.ts";
import { type Choice, itemClasses, listClasses } from "./select.tsx";

const SHOWN = 100;

interface Shared {
  label: string;
  choices: readonly Choice[];
  /** Called with what is typed where the server searches; without it `choices` are filtered here. */
  onSearch?: (q: string) => void;
  placeholder?: string;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  className?: string;
}

function useMatches(choices: readonly Choice[], typed: string, atServer: boolean) {
  return useMemo(() => {
    const wanted = typed.trim().toLocaleLowerCase();
    const fitting =
      atServer || wanted === ""
        ? choices
        : choices.filter((choice) => choice.label.toLocaleLowerCase().includes(wanted));
    return fitting.slice(0, SHOWN);
  }, [choices, typed, atServer]);
}

function Matches({ label, matches }: { label: string; matches: readonly Choice[] }) {
  return (
    <Ariakit.ComboboxPopover
      sameWidth
      unmountOnHide
      gutter={4}
      portal
      className={listClasses}
      aria-label={label}
    >
      {matches.map((choice) => (
        <Ariakit.ComboboxItem key={choice.value} value={choice.value} className={itemClasses}>
          {choice.mark}
          <span className="grow">{choice.label}</span>
          <Ariakit.ComboboxItemCheck />
        </Ariakit.ComboboxItem>
      ))}
      {matches.length === 0 && (
        <p className="px-2 py-1.5 text-ink-faint">{words.combobox.nothing}</p>
      )}
    </Ariakit.ComboboxPopover>
  );
}

interface ComboboxProps extends Shared {
  /** Empty for none. */
  value: string;
  onChange: (value: string) => void;
}

/** One of many, found by typing; emptying the field takes it back. */
export function Combobox({ value, onChange, onSearch, choices, ...field }: ComboboxProps) {
  const chosen = choices.find((choice) => choice.value === value)?.label ?? "";
  const [typed, setTyped] = useState<string | null>(null);
  const matches = useMatches(choices, typed ?? "", onSearch !== undefined);
  const change = (text: string) => {
    const picked = choices.find((choice) => choice.value === text);
    setTyped(picked ? null : text);
    if (!picked) onSearch?.(text);
    if (text === "") onChange("");
  };
  return (
    <Field
      label={field.label}
      hint={field.hint}
      error={field.error}
      required={field.required}
      className={field.className}
    >
      {(control) => (
        <Ariakit.ComboboxProvider
          value={typed ?? chosen}
          setValue={change}
          selectedValue={value}
          setSelectedValue={(next: string) => {
            setTyped(null);
            onChange(next);
          }}
          resetValueOnHide={false}
        >
          <Ariakit.Combobox
            {...control}
            autoSelect
            showOnClick
            placeholder={field.placeholder ?? ""}
            onBlur={() => setTyped(null)}
            setValueOnClick={false}
            className={controlClasses}
          />
          <Matches label={field.label} matches={matches} />
        </Ariakit.ComboboxProvider>
      )}
    </Field>
  );
}

interface MultiComboboxProps extends Shared {
  values: readonly string[];
  onChange: (values: string[]) => void;
}

/** Any number of many. */
export function MultiCombobox({
  values,
  onChange,
  onSearch,
  choices,
  ...field
}: MultiComboboxProps) {
  const [typed, setTyped] = useState("");
  const matches = useMatches(choices, typed, onSearch !== undefined);
  const labelOf = (value: string) =>
    choices.find((choice) => choice.value === value)?.label ?? value;
  return (
    <Field label={field.label} hint={field.hint} error={field.error} className={field.className}>
      {(control) => (
        <Ariakit.ComboboxProvider
          value={typed}
          setValue={(text) => {
            setTyped(text);
            onSearch?.(text);
          }}
          selectedValue={[...values]}
          setSelectedValue={(next: string[]) => onChange(next)}
          resetValueOnSelect
        >
          <div
            className={classes(
              controlClasses,
              "flex h-auto! min-h-9 flex-wrap items-center gap-1 py-1",
            )}
          >
            {values.map((value) => (
              <span
                key={value}
                className="flex items-center gap-1 rounded-sm bg-accent-wash pl-1.5 text-[0.8125rem]"
              >
                {labelOf(value)}
                <button
                  type="button"
                  aria-label={words.combobox.remove(labelOf(value))}
                  className="grid size-6 place-items-center rounded-sm hover:text-bad"
                  onClick={() => onChange(values.filter((other) => other !== value))}
                >
                  <X aria-hidden className="size-3" />
                </button>
              </span>
            ))}
            <Ariakit.Combobox
              {...control}
              autoSelect
              showOnClick
              placeholder={values.length === 0 ? (field.placeholder ?? "") : ""}
              className="h-6 min-w-16 grow bg-transparent outline-none placeholder:text-ink-faint"
            />
          </div>
          <Matches label={field.label} matches={matches} />
        </Ariakit.ComboboxProvider>
      )}
    </Field>
  );
}
