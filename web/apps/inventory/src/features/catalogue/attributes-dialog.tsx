import { ifMatch, inventory, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { AreaField, CheckField } from "@labwright/ui/field";
import { LeaveGuard } from "@labwright/ui/leave-guard";
import { words as uiWords } from "@labwright/ui/logic/words";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import {
  areNamed,
  type Attribute,
  attributesOf,
  objectOf,
  schemaOf,
  typedOf,
} from "../../components/attribute-schema.ts";
import type { DeviceType } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { AttributeRows } from "./attribute-rows.tsx";

const texts = words.attributes;

/** What is being written: rows, or the schema itself where rows cannot say it. */
type Draft = { rows: readonly Attribute[] } | { text: string };

function begin({ attributes_schema }: DeviceType): Draft {
  const rows = attributesOf(attributes_schema);
  return rows ? { rows } : { text: typedOf(attributes_schema) };
}

function useSave(type: DeviceType, onClose: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (attributes_schema: Record<string, unknown> | null) =>
      take(
        inventory.PATCH("/api/v1/inventory/device-types/{device_type_id}", {
          params: { path: { device_type_id: type.id } },
          body: { attributes_schema },
          headers: ifMatch(type.version),
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["inventory", "device-types"] });
      notify(texts.saved);
      onClose();
    },
  });
}

interface AttributesDialogProps {
  type: DeviceType;
  onClose: () => void;
}

/** Says which attributes devices of a type have: as rows, or as JSON Schema. */
export function AttributesDialog({ type, onClose }: AttributesDialogProps) {
  const former = type.attributes_schema ?? null;
  const [opened] = useState(() => begin(type));
  const [draft, setDraft] = useState(opened);
  const [tried, setTried] = useState(false);
  const saving = useSave(type, onClose);
  const asText = "text" in draft;
  const schema = asText ? objectOf(draft.text) : schemaOf(draft.rows, former);
  const rowsOfText = asText && schema ? attributesOf(schema) : null;
  const broken = asText && schema === null;
  const unnamed = !asText && !areNamed(draft.rows);
  const change = () => {
    if (!asText) setDraft({ text: typedOf(schema) });
    else if (rowsOfText) setDraft({ rows: rowsOfText });
  };
  const save = () => {
    setTried(true);
    if (broken || unnamed || saving.isPending) return;
    saving.mutate(schema && Object.keys(schema).length > 0 ? schema : null);
  };
  return (
    <>
      <LeaveGuard dirty={() => draft !== opened && !saving.isSuccess} />
      <Dialog
        open
        wide
        insistent={draft !== opened}
        onClose={onClose}
        title={texts.title}
        actions={
          <>
            <Button onClick={onClose}>{uiWords.cancel}</Button>
            <Button look="primary" pending={saving.isPending} onClick={save}>
              {uiWords.save}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <p className="max-w-prose text-ink-soft">{texts.text}</p>
          <Refusal error={saving.error} />
          <CheckField
            label={texts.asSchema}
            hint={asText && !rowsOfText ? texts.onlySchema : undefined}
            checked={asText}
            disabled={asText && !rowsOfText}
            onChange={change}
          />
          {asText ? (
            <AreaField
              label={texts.schema}
              rows={16}
              spellCheck={false}
              className="[&_textarea]:font-mono"
              error={broken ? texts.noObject : undefined}
              value={draft.text}
              onChange={(event) => setDraft({ text: event.target.value })}
            />
          ) : (
            <AttributeRows rows={draft.rows} onChange={(rows) => setDraft({ rows })} />
          )}
          {tried && unnamed && (
            <p role="alert" className="font-medium text-bad">
              {texts.unnamed}
            </p>
          )}
        </div>
      </Dialog>
    </>
  );
}
