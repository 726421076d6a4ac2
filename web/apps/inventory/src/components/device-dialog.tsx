import { ifMatch, inventory, once, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/inventory";
import type { Body } from "@labwright/ui/logic/record-fields";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { notify } from "@labwright/ui/toast";
import { useQueryClient } from "@tanstack/react-query";

import { DEVICES } from "../queries/devices.ts";
import type { Device } from "../queries/types.ts";
import { words } from "../words.ts";
import { objectOf, typedOf } from "./attribute-schema.ts";
import { useDeviceFields } from "./device-fields.tsx";

type Create = components["schemas"]["DeviceCreate"];

/** A device as its form has it: attributes are written as text. */
type Written = Omit<Device, "attributes"> & { attributes: string };

const written = (device: Device): Written => ({
  ...device,
  attributes: typedOf(device.attributes),
});

/** What was written, as the API takes it. */
function told({ attributes, ...rest }: Body): Body {
  if (attributes === undefined) return rest;
  return { ...rest, attributes: typeof attributes === "string" ? objectOf(attributes) : null };
}

interface DeviceDialogProps {
  /** What is changed; null to register a new one. */
  device: Device | null;
  onClose: () => void;
}

export function DeviceDialog({ device, onClose }: DeviceDialogProps) {
  const queries = useQueryClient();
  const fields = useDeviceFields(device);
  const path = { path: { device_id: device?.id ?? 0 } };
  return (
    <RecordDialog<Written>
      wide
      title={device ? words.device.edit(device.name) : words.device.new}
      fields={fields}
      item={device && written(device)}
      save={async (body, as) => {
        const saved = await (as.version === undefined
          ? take(
              inventory.POST("/api/v1/inventory/devices", {
                body: told(body) as unknown as Create,
                headers: once(as.key),
              }),
            )
          : take(
              inventory.PATCH("/api/v1/inventory/devices/{device_id}", {
                params: path,
                body: told(body),
                headers: ifMatch(as.version),
              }),
            ));
        return written(saved);
      }}
      {...(device && {
        reload: async () =>
          written(
            (await take(
              inventory.GET("/api/v1/inventory/devices/{device_id}", { params: path }),
            )) as Device,
          ),
      })}
      onSaved={({ name }) => {
        void queries.invalidateQueries({ queryKey: DEVICES });
        notify(device ? words.changed(name) : words.added(name));
        onClose();
      }}
      onClose={onClose}
    />
  );
}
