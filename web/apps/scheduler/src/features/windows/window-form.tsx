import type { Body, FieldSpec, Values } from "@labwright/ui/logic/record-fields";
import { RecordDialog, type SaveAs } from "@labwright/ui/record-dialog";
import { useLabZone } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useQueryClient } from "@tanstack/react-query";

import { useDeviceChoices } from "../../components/choices.ts";
import { WhomItHits } from "../../components/hits.tsx";
import { timesOf } from "../../components/window-times.ts";
import {
  changeMaintenance,
  MAINTENANCE,
  type Maintenance,
  maintenanceAsIs,
  type MaintenanceIn,
  planMaintenance,
  type WindowIn,
} from "../../queries/windows.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.windows;
const KINDS = Object.entries(texts.kinds).map(([value, label]) => ({ value, label }));

interface WindowFormProps {
  /** What is changed; null to plan a new one. */
  item: Maintenance | null;
  onClose: () => void;
}

/** Plans work on a device, and tells whom that hits before it is planned. */
export function WindowForm({ item, onClose }: WindowFormProps) {
  const queries = useQueryClient();
  const zone = useLabZone();
  const { devices } = useDeviceChoices();
  const device: FieldSpec = {
    name: "device_id",
    label: texts.device,
    kind: "pick",
    choices: devices,
    numeric: true,
    required: true,
  };
  const fields: readonly FieldSpec[] = [
    ...(item ? [] : [device]),
    { name: "kind", label: texts.kind, kind: "choice", choices: KINDS, initial: "preventive" },
    { name: "title", label: texts.what, kind: "text", required: true, wide: true },
    { name: "start", label: texts.start, kind: "time", required: true },
    { name: "end", label: texts.end, kind: "time", required: true },
    { name: "description", label: texts.description, kind: "area" },
  ];
  const windowOf = (values: Values): WindowIn | null => {
    const times = timesOf(values, zone);
    const id = item ? item.device_id : Number(values.device_id);
    return times && id > 0 ? { device_ids: [id], ...times } : null;
  };
  const save = async (body: Body, as: SaveAs): Promise<Maintenance> =>
    (item && as.version !== undefined
      ? await changeMaintenance(item.id, body, as.version)
      : await planMaintenance(body as unknown as MaintenanceIn, as.key ?? "")) as Maintenance;
  return (
    <RecordDialog<Maintenance>
      title={item ? texts.edit : texts.plan}
      action={item ? undefined : texts.plan}
      fields={fields}
      item={item}
      save={save}
      {...(item && { reload: async () => (await maintenanceAsIs(item.id)) as Maintenance })}
      preview={(values) => <WhomItHits window={windowOf(values)} />}
      onSaved={({ title }) => {
        void queries.invalidateQueries({ queryKey: MAINTENANCE });
        notify(item ? texts.changed(title) : texts.planned(title));
        onClose();
      }}
      onClose={onClose}
    />
  );
}
