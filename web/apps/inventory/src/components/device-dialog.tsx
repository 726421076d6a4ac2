import { ifMatch, inventory, once, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/inventory";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { notify } from "@labwright/ui/toast";
import { useQueryClient } from "@tanstack/react-query";

import { DEVICES } from "../queries/devices.ts";
import type { Device } from "../queries/types.ts";
import { words } from "../words.ts";
import { useDeviceFields } from "./device-fields.tsx";

type Create = components["schemas"]["DeviceCreate"];

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
    <RecordDialog<Device>
      wide
      title={device ? words.device.edit(device.name) : words.device.new}
      fields={fields}
      item={device}
      save={(body, as) =>
        as.version === undefined
          ? take(
              inventory.POST("/api/v1/inventory/devices", {
                body: body as unknown as Create,
                headers: once(as.key),
              }),
            )
          : take(
              inventory.PATCH("/api/v1/inventory/devices/{device_id}", {
                params: path,
                body,
                headers: ifMatch(as.version),
              }),
            )
      }
      {...(device && {
        reload: async () =>
          (await take(
            inventory.GET("/api/v1/inventory/devices/{device_id}", { params: path }),
          )) as Device,
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
