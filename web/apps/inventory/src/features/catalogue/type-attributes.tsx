import { Button } from "@labwright/ui/button";
import { Panel } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { useState } from "react";

import { attributesOf } from "../../components/attribute-schema.ts";
import type { DeviceType } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { AttributesDialog } from "./attributes-dialog.tsx";

const texts = words.attributes;

/** What devices of the type have beyond what every device has. */
export function TypeAttributes({ type }: { type: DeviceType }) {
  const mayWrite = useMay("inventory:catalog:write");
  const [open, setOpen] = useState(false);
  const asked = attributesOf(type.attributes_schema);
  return (
    <Panel
      title={texts.title}
      actions={
        mayWrite && (
          <Button small onClick={() => setOpen(true)}>
            {texts.change}
          </Button>
        )
      }
    >
      {asked === null ? (
        <pre className="reading overflow-x-auto text-xs whitespace-pre-wrap wrap-anywhere">
          {JSON.stringify(type.attributes_schema, null, 2)}
        </pre>
      ) : asked.length === 0 ? (
        <p className="text-ink-faint">{texts.none}</p>
      ) : (
        <ul>
          {asked.map(({ name, kind, description, required, choices }) => (
            <li key={name} className="border-b border-line py-1.5 last:border-0">
              <span className="flex justify-between gap-2">
                <span className="reading wrap-anywhere">{name}</span>
                <span className="text-xs text-ink-faint">
                  {kind === "choice" ? choices.join(", ") : texts.kinds[kind]}
                  {required && `, ${texts.needed}`}
                </span>
              </span>
              {description && <span className="block text-xs text-ink-faint">{description}</span>}
            </li>
          ))}
        </ul>
      )}
      {open && <AttributesDialog type={type} onClose={() => setOpen(false)} />}
    </Panel>
  );
}
