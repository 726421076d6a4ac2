import { type ComponentProps, type ReactNode, useId } from "react";

import { classes } from "./logic/classes.ts";
import { words } from "./logic/words.ts";

export const controlClasses = classes(
  "w-full rounded-md border border-line-strong bg-raised px-2.5 text-ink placeholder:text-ink-faint",
  "hover:border-ink-soft aria-invalid:border-bad disabled:bg-sunken disabled:text-ink-faint",
  "h-9 pointer-coarse:h-11",
);

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  /** The control; it gets the attributes that tie label, hint and error to it. */
  children: (control: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": true | undefined;
    "aria-required": true | undefined;
  }) => ReactNode;
  className?: string;
}

export function Field({ label, hint, error, required, children, className }: FieldProps) {
  const id = useId();
  const said = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={classes("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="text-[0.8125rem] font-medium text-ink-soft">
        {label}
        {required && <span className="ml-1 font-normal text-ink-faint">({words.required})</span>}
      </label>
      {children({
        id,
        "aria-describedby": said || undefined,
        "aria-invalid": error ? true : undefined,
        "aria-required": required || undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-ink-faint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Omit<FieldProps, "children" | "className"> &
  ComponentProps<"input"> & { mono?: boolean };

export function TextField({
  label,
  hint,
  error,
  required,
  className,
  mono,
  ...input
}: TextFieldProps) {
  return (
    <Field {...{ label, hint, error, required, className }}>
      {(control) => (
        <input
          type="text"
          autoComplete="off"
          className={classes(controlClasses, mono && "reading")}
          {...control}
          {...input}
        />
      )}
    </Field>
  );
}

type AreaFieldProps = Omit<FieldProps, "children" | "className"> & ComponentProps<"textarea">;

export function AreaField({ label, hint, error, required, className, ...area }: AreaFieldProps) {
  return (
    <Field {...{ label, hint, error, required, className }}>
      {(control) => (
        <textarea
          rows={3}
          className={classes(controlClasses, "h-auto min-h-20 py-2")}
          {...control}
          {...area}
        />
      )}
    </Field>
  );
}

type CheckFieldProps = Omit<ComponentProps<"input">, "type"> & {
  label: ReactNode;
  hint?: ReactNode;
};

export function CheckField({ label, hint, className, ...input }: CheckFieldProps) {
  const id = useId();
  return (
    <div className={classes("flex items-start gap-2", className)}>
      <input
        id={id}
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent"
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...input}
      />
      <span>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <span id={`${id}-hint`} className="block text-xs text-ink-faint">
            {hint}
          </span>
        )}
      </span>
    </div>
  );
}
