import { newKey } from "@labwright/api/client";
import { fieldOf, isProblem } from "@labwright/api/problem";
import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { CheckField, TextField } from "@labwright/ui/field";
import { words as shared } from "@labwright/ui/logic/words";
import { Select } from "@labwright/ui/select";
import { useMay } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import { useState } from "react";

import type { Wish } from "../../components/cart-store.ts";
import { durationOf } from "../../components/durations.ts";
import { PRESETS, usePresetChange } from "../../queries/presets.ts";
import { words } from "../../words.ts";
import { quickWords } from "../../words/quick.ts";
import type { Draft } from "./draft.ts";

const texts = quickWords.keep;

interface KeepDialogProps {
  wishes: readonly Wish[];
  draft: Draft;
  onClose: () => void;
}

interface Kept {
  kind: "template" | "group";
  name: string;
  shared: boolean;
}

/** Keeps the cart's devices under a name: as a template with its times, or as a group. */
export function KeepDialog({ wishes, draft, onClose }: KeepDialogProps) {
  const [key] = useState(newKey);
  const mayShare = useMay("scheduler:preset:write_any");
  const [kept, setKept] = useState<Kept>({ kind: "template", name: draft.title, shared: false });
  const change = (part: Partial<Kept>) => setKept((now) => ({ ...now, ...part }));
  const keep = usePresetChange((what: Kept) => send(what, wishes, draft, `${key}${what.kind}`));
  const atName =
    isProblem(keep.error) && keep.error.errors.find((one) => fieldOf(one) === "name")?.message;
  const save = () =>
    keep.mutate(kept, {
      onSuccess: () => {
        notify(texts.done(kept.name.trim()));
        onClose();
      },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={texts.title}
      actions={
        <>
          <Button onClick={onClose}>{shared.cancel}</Button>
          <Button
            look="primary"
            disabled={kept.name.trim() === ""}
            pending={keep.isPending}
            onClick={save}
          >
            {texts.action}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Select
          label={texts.as}
          hint={texts.kinds[kept.kind].hint}
          value={kept.kind}
          choices={(["template", "group"] as const).map((kind) => ({
            value: kind,
            label: texts.kinds[kind].label,
          }))}
          onChange={(kind) => change({ kind })}
        />
        <TextField
          label={texts.name}
          maxLength={100}
          required
          value={kept.name}
          error={atName || undefined}
          onChange={(event) => change({ name: event.target.value })}
        />
        {mayShare && (
          <CheckField
            label={quickWords.shared}
            hint={quickWords.sharedHint}
            checked={kept.shared}
            onChange={(event) => change({ shared: event.target.checked })}
          />
        )}
        <Refusal error={atName ? null : keep.error} />
      </div>
    </Dialog>
  );
}

async function send(kept: Kept, wishes: readonly Wish[], draft: Draft, key: string): Promise<void> {
  const common = { name: kept.name.trim(), shared: kept.shared };
  if (kept.kind === "group") {
    const ids = [...new Set(wishes.map((wish) => wish.deviceId))];
    await PRESETS.group.add({ ...common, items: ids.map((device_id) => ({ device_id })) }, key);
    return;
  }
  const first = Math.min(...wishes.map((wish) => wish.start));
  const items = wishes.map(({ deviceId, start, end }) => ({
    device_id: deviceId,
    after: durationOf(start - first),
    lasts: durationOf(end - start),
  }));
  const title = draft.title.trim() || words.cart.untitled;
  await PRESETS.template.add({ ...common, items, title, message: draft.message || null }, key);
}
