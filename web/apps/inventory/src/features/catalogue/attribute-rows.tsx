import { Button, IconButton } from "@labwright/ui/button";
import { CheckField, TextField } from "@labwright/ui/field";
import { Select } from "@labwright/ui/select";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";

import type { Attribute, AttributeKind } from "../../components/attribute-schema.ts";
import { words } from "../../words.ts";

const texts = words.attributes;

const KINDS = (Object.entries(texts.kinds) as [AttributeKind, string][]).map(([value, label]) => ({
  value,
  label,
}));

const BLANK: Attribute = { name: "", kind: "text", description: "", choices: [], required: false };

interface AttributeRowsProps {
  rows: readonly Attribute[];
  onChange: (rows: readonly Attribute[]) => void;
}

/** Attributes as rows, for schemas that say no more than rows can. */
export function AttributeRows({ rows, onChange }: AttributeRowsProps) {
  const put = (index: number, part: Partial<Attribute>) =>
    onChange(rows.map((each, at) => (at === index ? { ...each, ...part } : each)));
  return (
    <>
      <ul className="flex flex-col gap-4">
        {rows.map((row, index) => (
          // An attribute that is being named has no identity but its place.
          <li key={index} className="flex flex-col gap-2 border-b border-line pb-4">
            <div className="grid grid-cols-[1fr_8rem_2.25rem] items-end gap-2">
              <TextField
                mono
                label={texts.name}
                value={row.name}
                onChange={(event) => put(index, { name: event.target.value })}
              />
              <Select
                label={texts.kind}
                value={row.kind}
                choices={KINDS}
                onChange={(kind) => put(index, { kind })}
              />
              <IconButton
                label={words.types.removeRow(row.name)}
                icon={<X aria-hidden />}
                onClick={() => onChange(rows.filter((_, at) => at !== index))}
              />
            </div>
            {row.kind === "choice" && (
              <TextField
                label={texts.choices}
                hint={texts.choicesHint}
                value={row.choices.join(", ")}
                onChange={(event) =>
                  put(index, {
                    choices: event.target.value.split(",").map((one) => one.trimStart()),
                  })
                }
              />
            )}
            <TextField
              label={texts.description}
              value={row.description}
              onChange={(event) => put(index, { description: event.target.value })}
            />
            <CheckField
              label={texts.required}
              checked={row.required}
              onChange={(event) => put(index, { required: event.target.checked })}
            />
          </li>
        ))}
      </ul>
      <Button className="self-start" onClick={() => onChange([...rows, BLANK])}>
        <Plus aria-hidden />
        {texts.add}
      </Button>
    </>
  );
}
