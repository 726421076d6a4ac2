import { Badge } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Faces, Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { words as shared } from "@labwright/ui/logic/words";
import { Panel } from "@labwright/ui/page";
import { Time } from "@labwright/ui/time";
import { notify, notifyFailure } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { FormDialog } from "../../components/form-dialog.tsx";
import { said } from "../../components/new-account-fields.tsx";
import {
  type Discord,
  discordQuery,
  forgetDiscord,
  setDiscord,
  testDiscord,
  useDiscordChange,
} from "../../queries/notices.ts";
import { accountWords } from "../../words/account.ts";

const texts = accountWords.discord;

/** The channel of Discord on which one is told, where one has connected any. */
export function OwnDiscord() {
  const discord = useQuery(discordQuery);
  const [open, setOpen] = useState<"set" | "forget" | null>(null);
  const close = () => setOpen(null);
  return (
    <Panel
      title={texts.title}
      actions={discord.data && <Actions discord={discord.data} onOpen={setOpen} />}
    >
      <Faces query={discord}>
        {(found) => (found.url === null ? <p>{texts.none}</p> : <Connected discord={found} />)}
      </Faces>
      {open === "set" && <SetDialog onClose={close} />}
      {open === "forget" && <Forget onClose={close} />}
    </Panel>
  );
}

function Connected({ discord }: { discord: Discord }) {
  const { url, active, failing_since, off_reason } = discord;
  const failing = active && Boolean(failing_since);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {active ? (
        <Badge tone={failing ? "warn" : "ok"} pattern={failing ? "stripes" : "solid"}>
          {failing ? texts.states.failing : texts.states.on}
        </Badge>
      ) : (
        <Badge tone="bad" pattern="cross">
          {texts.states.off}
        </Badge>
      )}
      <span className="reading wrap-anywhere">{url}</span>
      {failing && failing_since && (
        <span className="text-ink-soft">
          {texts.failingSince} <Time at={failing_since} />
        </span>
      )}
      {off_reason && <span className="text-bad wrap-anywhere">{off_reason}</span>}
    </div>
  );
}

interface ActionsProps {
  discord: Discord;
  onOpen: (which: "set" | "forget") => void;
}

function Actions({ discord: { url, active }, onOpen }: ActionsProps) {
  const testing = useDiscordChange(testDiscord);
  const test = () =>
    testing.mutate(undefined, { onSuccess: () => notify(texts.tested), onError: notifyFailure });
  if (url === null)
    return (
      <Button small onClick={() => onOpen("set")}>
        {texts.set}
      </Button>
    );
  return (
    <span className="flex flex-wrap gap-1">
      {active && (
        <Button small pending={testing.isPending} onClick={test}>
          {texts.test}
        </Button>
      )}
      <Button small onClick={() => onOpen("set")}>
        {texts.change}
      </Button>
      <Button small look="quiet" onClick={() => onOpen("forget")}>
        {texts.forget}
      </Button>
    </span>
  );
}

function SetDialog({ onClose }: { onClose: () => void }) {
  const setting = useDiscordChange(setDiscord);
  return (
    <FormDialog
      title={texts.title}
      action={shared.save}
      pending={setting.isPending}
      onClose={onClose}
      onSend={(text) => {
        const url = text("url").trim();
        setting.mutate(url, {
          onSuccess: () => {
            notify(texts.connected);
            onClose();
          },
        });
      }}
    >
      <TextField
        mono
        required
        name="url"
        type="url"
        label={texts.url}
        hint={texts.urlHint}
        error={said(setting.error, "url")}
        placeholder="https://discord.com/api/webhooks/…"
      />
      {!said(setting.error, "url") && <Refusal error={setting.error} />}
    </FormDialog>
  );
}

function Forget({ onClose }: { onClose: () => void }) {
  const forgetting = useDiscordChange(forgetDiscord);
  return (
    <Confirm
      open
      dangerous
      title={texts.forgetTitle}
      action={texts.forget}
      pending={forgetting.isPending}
      onClose={onClose}
      onConfirm={() =>
        forgetting.mutate(undefined, {
          onSuccess: () => {
            notify(texts.forgotten);
            onClose();
          },
        })
      }
    >
      <p className="mb-3">{texts.forgetText}</p>
      <Refusal error={forgetting.error} />
    </Confirm>
  );
}
