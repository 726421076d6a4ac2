import { ifMatch, inventory, take } from "@labwright/api/client";
import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { CheckField, TextField } from "@labwright/ui/field";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { DEVICES } from "../../queries/devices.ts";
import type { Device } from "../../queries/types.ts";
import { words } from "../../words.ts";

interface RemoveDialogProps {
  device: Device;
  onRemoved: () => void;
  onClose: () => void;
}

/** Takes a device out of the lab; with future bookings only when that is meant. */
export function RemoveDialog({ device, onRemoved, onClose }: RemoveDialogProps) {
  const queries = useQueryClient();
  const [force, setForce] = useState(false);
  const [reason, setReason] = useState("");
  const removing = useMutation({
    mutationFn: () =>
      take(
        inventory.DELETE("/api/v1/inventory/devices/{device_id}", {
          params: {
            path: { device_id: device.id },
            query: { force, ...(reason.trim() && { reason: reason.trim() }) },
          },
          headers: ifMatch(device.version),
        }),
      ),
    onSuccess: () => {
      notify(words.removed(device.name));
      onRemoved();
      queries.removeQueries({ queryKey: [...DEVICES, device.id] });
      void queries.invalidateQueries({ queryKey: [...DEVICES, "page"] });
    },
  });
  return (
    <Confirm
      open
      dangerous
      title={words.remove(device.name)}
      action={words.device.remove}
      pending={removing.isPending}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <p>{words.device.removeText}</p>
        <Refusal error={removing.error} />
        <TextField
          label={words.maintenance.reason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <CheckField
          label={words.device.force}
          checked={force}
          onChange={(event) => setForce(event.target.checked)}
        />
      </div>
    </Confirm>
  );
}
