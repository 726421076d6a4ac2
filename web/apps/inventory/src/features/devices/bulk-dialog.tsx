import { inventory, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { MultiCombobox } from "@labwright/ui/combobox";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { LeaveGuard } from "@labwright/ui/leave-guard";
import { words as uiWords } from "@labwright/ui/logic/words";
import { Select } from "@labwright/ui/select";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { useCatalogueChoices } from "../../components/choices.ts";
import { asTypeChoices } from "../../components/device-fields.tsx";
import { statusChoices } from "../../components/states.tsx";
import { DEVICES } from "../../queries/devices.ts";
import type { Device } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { type BulkWish, changeOf, KEEP, KEEP_ALL } from "./bulk.ts";

const texts = words.bulk;
const keep = { value: KEEP, label: texts.keep };
const none = { value: "", label: texts.none };

interface BulkDialogProps {
  devices: readonly Device[];
  onDone: () => void;
  onClose: () => void;
}

/** Changes many devices at once: all, or none. */
export default function BulkDialog({ devices, onDone, onClose }: BulkDialogProps) {
  const queries = useQueryClient();
  const { types, sites, manufacturers, tags } = useCatalogueChoices();
  const [wish, setWish] = useState<BulkWish>(KEEP_ALL);
  const put = (change: Partial<BulkWish>) => setWish({ ...wish, ...change });
  const items = devices.flatMap((device) => {
    const changes = changeOf(device, wish);
    return changes ? [{ id: device.id, version: device.version, changes }] : [];
  });
  const saving = useMutation({
    mutationFn: () => take(inventory.PATCH("/api/v1/inventory/devices/bulk", { body: { items } })),
    onSuccess: ({ count }) => {
      void queries.invalidateQueries({ queryKey: DEVICES });
      notify(texts.done(count));
      onDone();
    },
  });
  return (
    <>
      <LeaveGuard dirty={() => wish !== KEEP_ALL && !saving.isSuccess} />
      <Dialog
        open
        wide
        insistent={wish !== KEEP_ALL}
        onClose={onClose}
        title={texts.title(devices.length)}
        actions={
          <>
            <Button onClick={onClose}>{uiWords.cancel}</Button>
            <Button
              look="primary"
              disabled={items.length === 0}
              pending={saving.isPending}
              onClick={() => saving.mutate()}
            >
              {items.length === 0 ? texts.nothing : texts.action(items.length)}
            </Button>
          </>
        }
      >
        <p className="mb-4 text-ink-soft">{texts.text}</p>
        <Refusal error={saving.error} />
        <div className="grid gap-4 pt-1 sm:grid-cols-2">
          <Select
            label={words.device.status}
            value={wish.status}
            choices={[keep, ...statusChoices]}
            onChange={(status) => put({ status })}
          />
          <Select
            label={words.device.type}
            value={wish.device_type_id}
            choices={[keep, ...types]}
            onChange={(device_type_id) => put({ device_type_id })}
          />
          <Select
            label={words.device.site}
            value={wish.site_id}
            choices={[keep, none, ...sites]}
            onChange={(site_id) => put({ site_id })}
          />
          <Select
            label={words.device.manufacturer}
            value={wish.manufacturer_id}
            choices={[keep, none, ...manufacturers]}
            onChange={(manufacturer_id) => put({ manufacturer_id })}
          />
          <Select
            label={words.device.schedulable}
            value={wish.schedulable}
            choices={[keep, ...asTypeChoices]}
            onChange={(schedulable) => put({ schedulable })}
          />
          <span />
          <MultiCombobox
            label={texts.addTags}
            values={wish.addTags}
            choices={tags}
            onChange={(addTags) => put({ addTags })}
          />
          <MultiCombobox
            label={texts.removeTags}
            values={wish.removeTags}
            choices={tags}
            onChange={(removeTags) => put({ removeTags })}
          />
        </div>
      </Dialog>
    </>
  );
}
