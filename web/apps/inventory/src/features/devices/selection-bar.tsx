import { inventory, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { useMay } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { DEVICES } from "../../queries/devices.ts";
import type { Device } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.device;

// Loaded when it is opened: the list comes first.
const BulkDialog = lazy(() => import("./bulk-dialog.tsx"));

interface SelectionBarProps {
  devices: readonly Device[];
  onUnselect: () => void;
}

/** What can be done with what is selected. */
export function SelectionBar({ devices, onUnselect }: SelectionBarProps) {
  const mayChange = useMay("inventory:device:write");
  const mayRemove = useMay("inventory:device:delete");
  const [open, setOpen] = useState<"change" | "remove" | null>(null);
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: () =>
      take(
        inventory.POST("/api/v1/inventory/devices/bulk-delete", {
          body: { items: devices.map(({ id, version }) => ({ id, version })) },
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: DEVICES });
      notify(texts.removedCount(devices.length));
      setOpen(null);
      onUnselect();
    },
  });
  if (devices.length === 0) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-md bg-accent-wash px-3 py-1.5"
    >
      <span className="font-medium">{texts.selected(devices.length)}</span>
      {mayChange && (
        <Button small onClick={() => setOpen("change")}>
          {words.bulk.edit}
        </Button>
      )}
      {mayRemove && (
        <Button small onClick={() => setOpen("remove")}>
          {texts.remove}
        </Button>
      )}
      <Button small look="quiet" onClick={onUnselect}>
        {texts.unselect}
      </Button>
      <Suspense>
        {open === "change" && (
          <BulkDialog
            devices={devices}
            onClose={() => setOpen(null)}
            onDone={() => {
              setOpen(null);
              onUnselect();
            }}
          />
        )}
      </Suspense>
      <Confirm
        open={open === "remove"}
        dangerous
        title={`${texts.removeCount(devices.length)}?`}
        action={texts.removeCount(devices.length)}
        pending={removing.isPending}
        onConfirm={() => removing.mutate()}
        onClose={() => setOpen(null)}
      >
        <p className="mb-3">{texts.removeText}</p>
        <Refusal error={removing.error} />
      </Confirm>
    </div>
  );
}
