import { Combobox, MultiCombobox } from "./combobox.tsx";
import { AreaField, CheckField, TextField } from "./field.tsx";
import type { FieldSpec, FieldValue } from "./logic/record-fields.ts";
import { Select } from "./select.tsx";

interface RecordFieldProps {
  spec: FieldSpec;
  value: FieldValue;
  error: string | undefined;
  onChange: (value: FieldValue) => void;
  valueOf: (name: string) => FieldValue | undefined;
}

const INPUTS = {
  number: "number",
  time: "datetime-local",
  day: "date",
  secret: "password",
} as const;

/** The control that a field's kind asks for. */
export function RecordField({ spec, value, error, onChange, valueOf }: RecordFieldProps) {
  const { kind, label, hint, required, choices = [], placeholder, onSearch } = spec;
  const shared = { label, hint, error, required, className: spec.wide ? "sm:col-span-2" : "" };
  const text = typeof value === "string" ? value : "";
  switch (kind) {
    case "check":
      return (
        <CheckField
          label={label}
          hint={error ?? hint}
          className={`self-center ${shared.className}`}
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
      );
    case "own":
      return (
        <div className={shared.className}>
          {spec.control?.({ label, hint, required, error, value, onChange, valueOf })}
        </div>
      );
    case "choice":
      return <Select {...shared} value={text} choices={choices} onChange={onChange} />;
    case "pick":
      return (
        <Combobox {...shared} {...{ placeholder, choices, onSearch, onChange }} value={text} />
      );
    case "picks":
      return (
        <MultiCombobox
          {...shared}
          {...{ placeholder, choices, onSearch, onChange }}
          values={Array.isArray(value) ? value : []}
        />
      );
    case "area":
      return (
        <AreaField
          {...shared}
          className="sm:col-span-2"
          value={text}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    default:
      return (
        <TextField
          {...shared}
          type={kind === "text" ? "text" : INPUTS[kind]}
          {...(kind === "number" && { step: "any" })}
          {...(kind === "secret" && { autoComplete: "new-password" })}
          mono={spec.mono ?? (kind === "time" || kind === "day")}
          placeholder={placeholder}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}
