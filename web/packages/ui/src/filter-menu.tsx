import * as Ariakit from "@ariakit/react";
import Check from "lucide-react/icons/check";
import ChevronDown from "lucide-react/icons/chevron-down";
import { useMemo, useState } from "react";

import { classes } from "./logic/classes.ts";
import { words } from "./logic/words.ts";
import { type Choice, itemClasses, listClasses } from "./select.tsx";

const SEARCHED_FROM = 9;

interface FilterMenuProps {
  label: string;
  choices: readonly Choice[];
  values: readonly string[];
  onChange: (values: string[]) => void;
}

/** Narrows a list to some of its values: a button that opens a list with check marks. */
export function FilterMenu({ label, choices, values, onChange }: FilterMenuProps) {
  const [typed, setTyped] = useState("");
  const searched = choices.length >= SEARCHED_FROM;
  const shown = useMemo(() => {
    const wanted = typed.trim().toLocaleLowerCase();
    return choices.filter((choice) => choice.label.toLocaleLowerCase().includes(wanted));
  }, [choices, typed]);
  return (
    <Ariakit.ComboboxProvider resetValueOnHide value={typed} setValue={setTyped}>
      <Ariakit.SelectProvider value={[...values]} setValue={(next: string[]) => onChange(next)}>
        <Ariakit.Select
          aria-label={values.length > 0 ? `${label}: ${chosenText(choices, values)}` : label}
          className={classes(
            "flex h-8 max-w-56 items-center self-start gap-1.5 rounded-md border px-2.5 text-[0.8125rem] pointer-coarse:h-11",
            values.length > 0
              ? "border-accent bg-accent-wash text-ink"
              : "border-dashed border-line-strong text-ink-soft hover:border-ink-soft hover:text-ink",
          )}
        >
          <span className="font-medium">{label}</span>
          {values.length > 0 && <span className="truncate">{chosenText(choices, values)}</span>}
          <ChevronDown aria-hidden className="size-3.5 shrink-0" />
        </Ariakit.Select>
        <Ariakit.SelectPopover gutter={4} portal className={classes(listClasses, "flex flex-col")}>
          {searched && (
            <Ariakit.Combobox
              autoSelect
              aria-label={`${words.filter.search}: ${label}`}
              placeholder={words.filter.search}
              className="mb-1 h-8 shrink-0 rounded-md border border-line bg-panel px-2 outline-none focus:border-accent"
            />
          )}
          <Choices {...{ searched, shown, values }} label={label} />
        </Ariakit.SelectPopover>
      </Ariakit.SelectProvider>
    </Ariakit.ComboboxProvider>
  );
}

function chosenText(choices: readonly Choice[], values: readonly string[]): string {
  return values
    .map((value) => choices.find((choice) => choice.value === value)?.label ?? value)
    .join(", ");
}

interface ChoicesProps {
  label: string;
  searched: boolean;
  shown: readonly Choice[];
  values: readonly string[];
}

function Choices({ label, searched, shown, values }: ChoicesProps) {
  const items = shown.map((choice) => (
    <Ariakit.SelectItem
      key={choice.value}
      value={choice.value}
      className={itemClasses}
      {...(searched && { render: <Ariakit.ComboboxItem /> })}
    >
      <span className="grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong">
        {values.includes(choice.value) && <Check aria-hidden className="size-3!" />}
      </span>
      {choice.mark}
      <span className="grow">{choice.label}</span>
    </Ariakit.SelectItem>
  ));
  if (!searched) return items;
  return (
    <Ariakit.ComboboxList aria-label={label} className="min-h-0 overflow-auto">
      {items}
      {shown.length === 0 && <p className="px-2 py-1.5 text-ink-faint">{words.combobox.nothing}</p>}
    </Ariakit.ComboboxList>
  );
}
