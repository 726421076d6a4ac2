import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { Menu, MenuItem } from "@labwright/ui/menu";
import { ShownOnce } from "@labwright/ui/shown-once";
import { notifyFailure } from "@labwright/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { AskFirst } from "../../components/ask-first.tsx";
import { useDoing } from "../../components/doing.ts";
import {
  changeWebhook,
  removeWebhook,
  renewSecret,
  sendTest,
  type Webhook,
  WEBHOOKS,
} from "../../queries/webhooks.ts";
import { adminWords } from "../../words/admin.ts";
import { WebhookForm } from "./webhook-form.tsx";

const texts = adminWords.webhooks;

export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const { id, version, active, kind } = webhook;
  const [open, setOpen] = useState<"edit" | "secret" | "remove" | null>(null);
  const testing = useDoing({ do: () => sendTest(id), asks: [WEBHOOKS], says: texts.tested });
  const switching = useDoing({
    do: () => changeWebhook(id, { active: !active }, version),
    asks: [WEBHOOKS],
    says: active ? texts.switchedOff : texts.switchedOn,
  });
  const at = { onError: notifyFailure };
  const close = () => setOpen(null);
  return (
    <>
      <Menu label={texts.more} button={<Button>{texts.more}</Button>}>
        {kind === "generic" && <MenuItem onClick={() => setOpen("secret")}>{texts.renew}</MenuItem>}
        <MenuItem onClick={() => setOpen("edit")}>{texts.change}</MenuItem>
        <MenuItem dangerous onClick={() => setOpen("remove")}>
          {texts.remove}
        </MenuItem>
      </Menu>
      <Button pending={switching.isPending} onClick={() => switching.mutate(undefined, at)}>
        {active ? texts.switchOff : texts.switchOn}
      </Button>
      {active && (
        <Button
          look="primary"
          pending={testing.isPending}
          onClick={() => testing.mutate(undefined, at)}
        >
          {texts.test}
        </Button>
      )}
      {open === "edit" && <WebhookForm kind={kind} webhook={webhook} onClose={close} />}
      {open === "secret" && <NewSecret id={id} onClose={close} />}
      {open === "remove" && <Remove webhook={webhook} onClose={close} />}
    </>
  );
}

function Remove({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const navigate = useNavigate();
  return (
    <AskFirst
      title={texts.removeTitle(webhook.name)}
      text={texts.removeText}
      action={texts.remove}
      do={() => removeWebhook(webhook.id, webhook.version)}
      asks={[[...WEBHOOKS, "page"]]}
      says={texts.removed(webhook.name)}
      onDone={() => void navigate({ to: "/admin/webhooks" })}
      onClose={onClose}
    />
  );
}

function NewSecret({ id, onClose }: { id: number; onClose: () => void }) {
  const renewing = useMutation({ mutationFn: () => renewSecret(id) });
  if (renewing.data?.secret)
    return (
      <ShownOnce
        title={texts.secretTitle}
        text={texts.secretText}
        secret={renewing.data.secret}
        onClose={onClose}
      />
    );
  return (
    <Confirm
      open
      title={texts.renewTitle}
      action={texts.renew}
      pending={renewing.isPending}
      onConfirm={() => renewing.mutate()}
      onClose={onClose}
    >
      <p className="mb-3">{texts.renewText}</p>
      <Refusal error={renewing.error} />
    </Confirm>
  );
}
