import { ifMatch, inventory, once, take } from "@labwright/api/client";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { notify } from "@labwright/ui/toast";
import { useQueryClient } from "@tanstack/react-query";

import type { Port } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.ports;

const FIELDS: readonly FieldSpec[] = [
  { name: "name", label: texts.name, kind: "text", required: true, mono: true },
  { name: "kind", label: texts.kind, kind: "text", initial: "fibre", required: true },
  {
    name: "direction",
    label: texts.direction,
    kind: "choice",
    choices: Object.entries(words.direction).map(([value, label]) => ({ value, label })),
    initial: "both",
  },
  { name: "polatis_port", label: texts.polatis, kind: "number" },
];

interface PortDialogProps {
  deviceId: number;
  port: Port | null;
  onClose: () => void;
}

export function PortDialog({ deviceId, port, onClose }: PortDialogProps) {
  const queries = useQueryClient();
  const path = { path: { port_id: port?.id ?? 0 } };
  return (
    <RecordDialog<Port>
      title={port ? texts.edit : texts.new}
      fields={FIELDS}
      item={port}
      save={(body, as) =>
        as.version === undefined
          ? take(
              inventory.POST("/api/v1/inventory/devices/{device_id}/ports", {
                params: { path: { device_id: deviceId } },
                body: body as { name: string },
                headers: once(as.key),
              }),
            )
          : take(
              inventory.PATCH("/api/v1/inventory/ports/{port_id}", {
                params: path,
                body,
                headers: ifMatch(as.version),
              }),
            )
      }
      reload={() => take(inventory.GET("/api/v1/inventory/ports/{port_id}", { params: path }))}
      onSaved={({ name }) => {
        void queries.invalidateQueries({ queryKey: ["inventory", "devices"] });
        notify(port ? words.changed(name) : words.added(name));
        onClose();
      }}
      onClose={onClose}
    />
  );
}
