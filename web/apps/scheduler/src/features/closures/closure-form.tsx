import type { Body, FieldSpec, Values } from "@labwright/ui/logic/record-fields";
import { RecordDialog, type SaveAs } from "@labwright/ui/record-dialog";
import { useLabZone } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useQueryClient } from "@tanstack/react-query";

import { useDeviceChoices } from "../../components/choices.ts";
import { WhomItHits } from "../../components/hits.tsx";
import { timesOf } from "../../components/window-times.ts";
import {
  changeClosure,
  close,
  type Closure,
  closureAsIs,
  type ClosureIn,
  CLOSURES,
  type Scope,
  type WindowIn,
} from "../../queries/windows.ts";
import { adminWords } from "../../words/admin.ts";
import { closedBy } from "./closed-by.ts";

const texts = adminWords.closures;

interface ClosureFormProps {
  scope: Scope;
  /** What is changed; null for a new one. */
  closure: Closure | null;
  onClose: () => void;
}

/** Closes something for a time, and tells whom that hits before it is done. */
export function ClosureForm({ scope, closure, onClose }: ClosureFormProps) {
  const queries = useQueryClient();
  const zone = useLabZone();
  const { devices, types, sites } = useDeviceChoices();
  const choices = { device: devices, type: types, site: sites, lab: [] }[scope];
  const targets: FieldSpec[] =
    closure || scope === "lab"
      ? []
      : [
          {
            name: "target_ids",
            label: texts.targets[scope],
            kind: "picks",
            choices,
            numeric: true,
            required: true,
            wide: true,
          },
        ];
  const fields: readonly FieldSpec[] = [
    ...targets,
    { name: "start", label: texts.start, kind: "time", required: true },
    { name: "end", label: texts.end, kind: "time", required: true },
    {
      name: "reason",
      label: texts.reason,
      hint: texts.reasonHint,
      kind: "text",
      required: true,
      wide: true,
    },
  ];
  const windowOf = (values: Values): WindowIn | null => {
    const times = timesOf(values, zone);
    const chosen = Array.isArray(values.target_ids) ? values.target_ids.map(Number) : [];
    const closed = closure ? closure.target_ids : chosen;
    if (times === null || (scope !== "lab" && closed.length === 0)) return null;
    return { ...closedBy(scope, closed), ...times };
  };
  const save = (body: Body, as: SaveAs) =>
    closure && as.version !== undefined
      ? changeClosure(closure.id, body, as.version)
      : close({ scope, ...body } as unknown as ClosureIn, as.key ?? "");
  return (
    <RecordDialog<Closure>
      title={closure ? texts.change : texts.new[scope]}
      action={closure ? undefined : texts.new[scope]}
      fields={fields}
      item={closure}
      save={save}
      {...(closure && { reload: () => closureAsIs(closure.id) })}
      preview={(values) => <WhomItHits window={windowOf(values)} />}
      onSaved={() => {
        void queries.invalidateQueries({ queryKey: CLOSURES });
        for (const what of ["availability", "overcommitments", "bookings"])
          void queries.invalidateQueries({ queryKey: ["scheduler", what] });
        notify(closure ? texts.changed : texts.closed);
        onClose();
      }}
      onClose={onClose}
    />
  );
}
