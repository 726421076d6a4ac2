import { RecordDialog } from "@labwright/ui/record-dialog";
import { notify } from "@labwright/ui/toast";

import { type PatchList, type PatchLine, PRESETS, usePresetChange } from "../../queries/presets.ts";
import { quickWords } from "../../words/quick.ts";
import { useKeptFields } from "./kept-fields.ts";

interface KeepListDialogProps {
  items: readonly PatchLine["candidates"][number][];
  onClose: () => void;
}

/** Keeps what a pasted list meant, under a name. */
export function KeepListDialog({ items, onClose }: KeepListDialogProps) {
  const keep = usePresetChange(({ body, key }: { body: object; key: string }) =>
    PRESETS.patchList.add(
      {
        ...(body as { name: string }),
        items: items.map(({ device_id, port_id }) => ({ device_id, port_id })),
      },
      key,
    ),
  );
  return (
    <RecordDialog<PatchList>
      title={quickWords.paste.keepTitle}
      fields={useKeptFields()}
      item={null}
      action={quickWords.keep.action}
      onClose={onClose}
      save={(body, { key }) => keep.mutateAsync({ body, key: key ?? "" })}
      onSaved={({ name }) => {
        notify(quickWords.keep.done(name));
        onClose();
      }}
    />
  );
}
