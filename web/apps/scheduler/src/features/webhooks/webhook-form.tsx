import type { Body, FieldSpec } from "@labwright/ui/logic/record-fields";
import { RecordDialog, type SaveAs } from "@labwright/ui/record-dialog";
import { ShownOnce } from "@labwright/ui/shown-once";
import { notify } from "@labwright/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import {
  changeWebhook,
  makeWebhook,
  type Webhook,
  webhookAsIs,
  type WebhookChange,
  type WebhookIn,
  type WebhookMade,
  WEBHOOKS,
} from "../../queries/webhooks.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.webhooks;

const OCCASIONS = Object.entries(adminWords.occasions).map(([value, label]) => ({ value, label }));

const fieldsOf = (kind: Webhook["kind"], webhook: Webhook | null): readonly FieldSpec[] => [
  { name: "name", label: texts.name, kind: "text", required: true, wide: true },
  {
    name: "url",
    label: texts.url,
    kind: "text",
    mono: true,
    wide: true,
    required: webhook === null,
    hint: webhook ? texts.urlStays(webhook.url) : texts.urlHints[kind],
  },
  {
    name: "kinds",
    label: texts.kinds,
    hint: texts.kindsHint,
    kind: "picks",
    choices: OCCASIONS,
    wide: true,
  },
  {
    name: "shows_titles",
    label: texts.showsTitles,
    hint: texts.showsTitlesHint,
    kind: "check",
    wide: true,
  },
];

/** None chosen means all of them, which the API knows as null. */
const allForNone = ({ kinds, ...rest }: Body): Body =>
  kinds === undefined
    ? rest
    : { ...rest, kinds: Array.isArray(kinds) && kinds.length > 0 ? kinds : null };

type Saved = Webhook & Partial<Pick<WebhookMade, "secret">>;

interface WebhookFormProps {
  kind: Webhook["kind"];
  /** What is changed; null for a new one. */
  webhook: Webhook | null;
  onClose: () => void;
}

/** Makes or changes a webhook; a new one's secret is shown before the dialog is gone. */
export function WebhookForm({ kind, webhook, onClose }: WebhookFormProps) {
  const queries = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  // Its address is known without its path only: the field stays empty.
  const blank = (from: Webhook) => ({ ...from, url: "" });
  const save = (body: Body, as: SaveAs): Promise<Saved> =>
    webhook && as.version !== undefined
      ? changeWebhook(webhook.id, allForNone(body) as WebhookChange, as.version)
      : makeWebhook({ ...allForNone(body), kind } as WebhookIn);
  if (secret !== null)
    return (
      <ShownOnce
        title={texts.secretTitle}
        text={texts.secretText}
        secret={secret}
        onClose={onClose}
      />
    );
  return (
    <RecordDialog<Saved>
      title={webhook ? texts.edit(webhook.name) : texts.newTitles[kind]}
      fields={fieldsOf(kind, webhook)}
      item={webhook && blank(webhook)}
      save={save}
      {...(webhook && { reload: async () => blank(await webhookAsIs(webhook.id)) })}
      onSaved={(saved) => {
        void queries.invalidateQueries({ queryKey: WEBHOOKS });
        notify(texts.saved(saved.name));
        if (saved.secret) setSecret(saved.secret);
        else onClose();
      }}
      onClose={onClose}
    />
  );
}
