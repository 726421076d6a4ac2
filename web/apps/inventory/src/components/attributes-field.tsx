import { AreaField, TextField } from "@labwright/ui/field";
import type { OwnControl } from "@labwright/ui/logic/record-fields";
import { Select } from "@labwright/ui/select";
import { useQuery } from "@tanstack/react-query";

import { typesQuery } from "../queries/catalogue.ts";
import { words } from "../words.ts";
import { type Attribute, attributesOf, objectOf, withAttribute } from "./attribute-schema.ts";

const texts = words.attributes;

/** Draws what a device has beyond what every device has, as its type asks for it. */
export const drawAttributes = (own: OwnControl) => <AttributesField {...own} />;

function AttributesField({ label, error, value, onChange, valueOf }: OwnControl) {
  const typeId = Number(valueOf("device_type_id"));
  const type = useQuery(typesQuery).data?.find(({ id }) => id === typeId);
  const text = typeof value === "string" ? value : "";
  const values = objectOf(text);
  const asked = attributesOf(type?.attributes_schema);
  const rows = values === null ? [] : (asked ?? []);
  return (
    <section aria-label={label} className="flex flex-col gap-3">
      {values !== null && rows.length > 0 && (
        <div className="grid gap-4 sm:grid-cols-2">
          {rows.map((attribute) => (
            <One
              key={attribute.name}
              attribute={attribute}
              value={values[attribute.name]}
              onChange={(next) => onChange(withAttribute(values, attribute, next))}
            />
          ))}
        </div>
      )}
      <details open={rows.length === 0 && text !== "" ? true : undefined}>
        <summary className="w-fit cursor-pointer text-[0.8125rem] text-ink-soft">
          {texts.asJson}
        </summary>
        <AreaField
          label={label}
          hint={asked === null ? texts.ownSchema : undefined}
          value={text}
          spellCheck={false}
          className="mt-2 [&_textarea]:font-mono"
          onChange={(event) => onChange(event.target.value)}
        />
      </details>
      {error && (
        <p role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </section>
  );
}

interface OneProps {
  attribute: Attribute;
  value: unknown;
  onChange: (text: string) => void;
}

const YES_OR_NO = [
  { value: "", label: "–" },
  { value: "true", label: words.yes },
  { value: "false", label: words.no },
];

function One({ attribute, value, onChange }: OneProps) {
  const { name, kind, description, choices, required } = attribute;
  const shared = { label: name, hint: description || undefined, required };
  const text = value === undefined || value === null ? "" : String(value);
  if (kind === "boolean" || kind === "choice")
    return (
      <Select
        {...shared}
        value={text}
        choices={
          kind === "boolean"
            ? YES_OR_NO
            : [{ value: "", label: "–" }, ...choices.map((each) => ({ value: each, label: each }))]
        }
        onChange={onChange}
      />
    );
  return (
    <TextField
      {...shared}
      type={kind === "text" ? "text" : "number"}
      step={kind === "integer" ? 1 : "any"}
      value={text}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
