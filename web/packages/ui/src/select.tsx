import * as Ariakit from "@ariakit/react";
import type { ReactNode } from "react";

import { controlClasses, Field } from "./field.tsx";
import { classes } from "./logic/classes.ts";

export interface Choice<Value extends string = string> {
  value: Value;
  label: string;
  /** Shown before the label, such as a lamp. */
  mark?: ReactNode;
}

export const listClasses = classes(
  "z-50 max-h-[min(var(--popover-available-height,20rem),20rem)] min-w-40 overflow-auto rounded-lg",
  "border border-line bg-raised p-1 shadow-float",
);

export const itemClasses = classes(
  "flex min-h-8 items-center gap-2 rounded-md px-2 py-1 text-ink pointer-coarse:min-h-11",
  "data-active-item:bg-accent-wash aria-disabled:text-ink-faint [&_svg]:size-4 [&_svg]:shrink-0",
);

interface SelectProps<Value extends string> {
  label: string;
  value: Value;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  disabled?: boolean;
  className?: string;
}

/** One of a few. For many, or for a search on the server, there is Combobox. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, choices, onChange, hint, error, required, disabled, className } = props;
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Field {...{ label, hint, error, required, className }}>
      {(control) => (
        <Ariakit.SelectProvider value={value} setValue={(next: string) => onChange(next as Value)}>
          <Ariakit.Select
            {...control}
            aria-required={undefined}
            disabled={disabled}
            className={classes(controlClasses, "flex items-center justify-between gap-2 text-left")}
          >
            <span className="flex min-w-0 items-center gap-2 truncate">
              {chosen?.mark}
              {chosen?.label ?? value}
            </span>
            <Ariakit.SelectArrow />
          </Ariakit.Select>
          <Ariakit.SelectPopover sameWidth gutter={4} className={listClasses} aria-label={label}>
            {choices.map((choice) => (
              <Ariakit.SelectItem key={choice.value} value={choice.value} className={itemClasses}>
                {choice.mark}
                <span className="grow">{choice.label}</span>
                <Ariakit.SelectItemCheck />
              </Ariakit.SelectItem>
            ))}
          </Ariakit.SelectPopover>
        </Ariakit.SelectProvider>
      )}
    </Field>
  );
}
