import { Tag } from "@labwright/ui/badge";
import { Button, IconButton } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { Menu, MenuItem } from "@labwright/ui/menu";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { useMay, useMe } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import Ellipsis from "lucide-react/icons/ellipsis";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";

import {
  type DeviceGroup,
  type PatchList,
  PRESETS,
  type PresetKind,
  type Renamed,
  type Template,
  usePresetChange,
} from "../../queries/presets.ts";
import { quickWords } from "../../words/quick.ts";
import { useKeptFields } from "./kept-fields.ts";

type Kept = Template | DeviceGroup | PatchList;

interface KeptRowProps {
  kind: PresetKind;
  item: Kept;
  /** What is in it, in words. */
  contents: string;
  onAdd: () => void;
}

/** Something kept, with the way into the cart; its owner changes it, or keeps it no longer. */
export function KeptRow({ kind, item, contents, onAdd }: KeptRowProps) {
  const [open, setOpen] = useState<"change" | "remove" | null>(null);
  const own = useMe().id === item.owner.id;
  const others = useMay("scheduler:preset:write_any");
  const close = () => setOpen(null);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2 pr-2 pl-4 last:border-0">
      <span className="min-w-48 grow basis-0">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          <span className="wrap-anywhere">{item.name}</span>
          {item.shared && <Tag>{quickWords.isShared}</Tag>}
          {!own && (
            <span className="text-xs font-normal text-ink-faint">
              {quickWords.by(item.owner.display_name)}
            </span>
          )}
        </span>
        {item.description && <span className="block wrap-anywhere">{item.description}</span>}
        <span className="line-clamp-2 text-xs text-ink-faint wrap-anywhere">{contents}</span>
      </span>
      <span className="ml-auto flex gap-1">
        <Button aria-label={quickWords.addOne(item.name)} onClick={onAdd}>
          <Plus aria-hidden />
          {quickWords.add}
        </Button>
        {(own || (others && item.shared)) && (
          <Menu
            label={quickWords.more(item.name)}
            button={
              <IconButton label={quickWords.more(item.name)} icon={<Ellipsis aria-hidden />} />
            }
          >
            <MenuItem onClick={() => setOpen("change")}>{quickWords.change}</MenuItem>
            <MenuItem dangerous onClick={() => setOpen("remove")}>
              {quickWords.remove}
            </MenuItem>
          </Menu>
        )}
      </span>
      {open === "change" && <ChangeDialog kind={kind} item={item} onClose={close} />}
      {open === "remove" && <RemoveDialog kind={kind} item={item} onClose={close} />}
    </li>
  );
}

interface DialogProps {
  kind: PresetKind;
  item: Kept;
  onClose: () => void;
}

function ChangeDialog({ kind, item, onClose }: DialogProps) {
  const change = usePresetChange(({ body, version }: { body: Renamed; version: number }) =>
    PRESETS[kind].change(item.id, body, version),
  );
  return (
    <RecordDialog<Kept>
      title={quickWords.changeTitle(item.name)}
      fields={useKeptFields()}
      item={item}
      onClose={onClose}
      save={(body, { version }) => change.mutateAsync({ body, version: version ?? item.version })}
      reload={() => PRESETS[kind].load(item.id)}
      onSaved={onClose}
    />
  );
}

function RemoveDialog({ kind, item, onClose }: DialogProps) {
  const remove = usePresetChange(() => PRESETS[kind].remove(item.id, item.version));
  return (
    <Confirm
      open
      dangerous
      title={quickWords.removeTitle(item.name)}
      action={quickWords.remove}
      pending={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            notify(quickWords.removedNow);
            onClose();
          },
        })
      }
    >
      <p>{quickWords.removeText}</p>
      <Refusal error={remove.error} />
    </Confirm>
  );
}
