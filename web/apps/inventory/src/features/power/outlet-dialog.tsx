import { ifMatch, inventory } from "@labwright/api/client";
import { versioned } from "@labwright/api/versioned";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { notify } from "@labwright/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { useDeviceSearch } from "../../components/choices.ts";
import { outletsQuery } from "../../queries/power.ts";
import type { Outlet } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.pdus;

interface OutletDialogProps {
  pduId: number;
  outlet: Outlet;
  /** The PDU's: an outlet has none of its own. */
  version: number;
  onClose: () => void;
}

const recordOf = (outlet: Outlet, version: number) => ({
  outlet,
  label: outlet.label,
  device_id: outlet.device?.id ?? null,
  version,
});

function withSaved<List extends { results: Outlet[]; version: number }>(
  list: List,
  { outlet, version }: ReturnType<typeof recordOf>,
): List {
  const results = list.results.map((one) => (one.number === outlet.number ? outlet : one));
  return { ...list, results, version };
}

/** Labels an outlet, or says which device it feeds. */
export function OutletDialog({ pduId, outlet, version, onClose }: OutletDialogProps) {
  const queries = useQueryClient();
  const [opened] = useState(outlet);
  const fed = outlet.device && { value: String(outlet.device.id), label: outlet.device.name };
  const search = useDeviceSearch(fed);
  const fields: readonly FieldSpec[] = [
    {
      name: "device_id",
      label: texts.feeds,
      kind: "pick",
      numeric: true,
      ...search,
      // After somebody else's change the choices no longer hold the device that it fed.
      say: (id) => (String(opened.device?.id) === id ? (opened.device?.name ?? id) : id),
    },
    { name: "label", label: texts.label, kind: "text" },
  ];
  const reload = async () => {
    const now = await queries.fetchQuery({ ...outletsQuery(pduId), staleTime: 0 });
    const found = now.results.find(({ number }) => number === outlet.number) ?? outlet;
    return recordOf(found, now.version);
  };
  return (
    <RecordDialog
      title={texts.assign(outlet.number)}
      fields={fields}
      item={recordOf(outlet, version)}
      save={async (body, as) => {
        const { version: now, ...saved } = await versioned(
          inventory.PATCH("/api/v1/inventory/pdus/{pdu_id}/outlets/{number}", {
            params: { path: { pdu_id: pduId, number: outlet.number } },
            body,
            headers: ifMatch(as.version ?? version),
          }),
        );
        return recordOf(saved, now);
      }}
      reload={reload}
      onSaved={(saved) => {
        // The next outlet may be opened before the list is there again.
        queries.setQueryData(outletsQuery(pduId).queryKey, (old) => old && withSaved(old, saved));
        void queries.invalidateQueries({ queryKey: ["inventory"] });
        notify(texts.saved(outlet.number));
        onClose();
      }}
      onClose={onClose}
    />
  );
}
