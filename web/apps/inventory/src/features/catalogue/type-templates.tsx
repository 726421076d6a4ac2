import { Button } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { Panel } from "@labwright/ui/page";
import { Select } from "@labwright/ui/select";
import { useMay } from "@labwright/ui/signed-in";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { templatesQuery } from "../../queries/catalogue.ts";
import type { DeviceType, Templates } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { TemplatesDialog } from "./templates-dialog.tsx";

const texts = words.types;

const DIRECTIONS = (["both", "in", "out"] as const).map((value) => ({
  value,
  label: words.direction[value],
}));

const LEGS = [
  { value: "", label: texts.noLeg },
  ...(["A", "B", "C"] as const).map((value) => ({ value, label: value })),
];

/** What a device of the type comes with. */
export function TypeTemplates({ type }: { type: DeviceType }) {
  const query = useQuery(templatesQuery(type.id));
  const mayWrite = useMay("inventory:catalog:write");
  const [open, setOpen] = useState<"ports" | "outlets" | null>(null);
  const edit = (list: "ports" | "outlets", label: string) =>
    mayWrite && (
      <Button small onClick={() => setOpen(list)}>
        {label}
      </Button>
    );
  return (
    <Faces query={query}>
      {(templates) => (
        <div className="flex flex-col gap-5">
          <Panel title={texts.ports} actions={edit("ports", texts.editPorts)}>
            <Names
              all={templates.ports.map(({ name, kind, direction }) => ({
                name,
                note: [kind, direction && words.direction[direction]].filter(Boolean).join(", "),
              }))}
            />
          </Panel>
          <Panel title={texts.outlets} actions={edit("outlets", texts.editOutlets)}>
            <Names
              all={templates.outlets.map(({ name, kind, feed_leg }) => ({
                name,
                note: [kind, feed_leg].filter(Boolean).join(", "),
              }))}
            />
          </Panel>
          <Components components={templates.components} />
          {open === "ports" && (
            <PortsDialog {...{ type, templates }} onClose={() => setOpen(null)} />
          )}
          {open === "outlets" && (
            <OutletsDialog {...{ type, templates }} onClose={() => setOpen(null)} />
          )}
        </div>
      )}
    </Faces>
  );
}

interface DialogProps {
  type: DeviceType;
  templates: Templates;
  onClose: () => void;
}

function PortsDialog(props: DialogProps) {
  return (
    <TemplatesDialog
      {...props}
      list="ports"
      title={texts.ports}
      add={texts.addPort}
      saved={texts.portsSaved}
      blank={{ name: "", kind: "fibre", direction: "both" }}
      fields={({ name, kind, direction }, put) => (
        <>
          <TextField
            label={words.ports.name}
            value={name}
            onChange={(event) => put({ name: event.target.value })}
          />
          <TextField
            label={words.ports.kind}
            value={kind ?? ""}
            onChange={(event) => put({ kind: event.target.value })}
          />
          <Select
            label={words.ports.direction}
            value={direction ?? "both"}
            choices={DIRECTIONS}
            onChange={(chosen) => put({ direction: chosen })}
          />
        </>
      )}
    />
  );
}

function OutletsDialog(props: DialogProps) {
  return (
    <TemplatesDialog
      {...props}
      list="outlets"
      title={texts.outlets}
      add={texts.addOutlet}
      saved={texts.outletsSaved}
      blank={{ name: "", kind: "iec-60320-c13" }}
      fields={({ name, kind, feed_leg }, put) => (
        <>
          <TextField
            label={texts.outlet}
            value={name}
            onChange={(event) => put({ name: event.target.value })}
          />
          <TextField
            label={texts.kind}
            value={kind ?? ""}
            onChange={(event) => put({ kind: event.target.value })}
          />
          <Select
            label={texts.feedLeg}
            value={feed_leg ?? ""}
            choices={LEGS}
            onChange={(leg) =>
              put({ feed_leg: leg === "A" || leg === "B" || leg === "C" ? leg : null })
            }
          />
        </>
      )}
    />
  );
}

function Components({ components }: { components: Templates["components"] }) {
  const lists = Object.entries(components).filter(([, all]) => (all ?? []).length > 0);
  return lists.map(([list, all]) => (
    <Panel key={list} title={list.replaceAll("-", " ")}>
      <Names all={(all ?? []).map(({ name, kind }) => ({ name, note: kind ?? "" }))} />
    </Panel>
  ));
}

function Names({ all }: { all: readonly { name: string; note: string }[] }) {
  if (all.length === 0) return <p className="text-ink-faint">{texts.noTemplates}</p>;
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-6">
      {all.map(({ name, note }) => (
        <li key={name} className="flex justify-between gap-2 border-b border-line py-1">
          <span className="reading truncate">{name}</span>
          <span className="truncate text-xs text-ink-faint">{note}</span>
        </li>
      ))}
    </ul>
  );
}
