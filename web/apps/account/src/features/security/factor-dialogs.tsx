import { auth, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { words as shared } from "@labwright/ui/logic/words";
import { notify } from "@labwright/ui/toast";
import { useId } from "react";

import { FormDialog } from "../../components/form-dialog.tsx";
import { texts as textsOf } from "../../components/texts.ts";
import { useAccountChange } from "../../queries/account.ts";
import { accountWords } from "../../words/account.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

const texts = accountWords.factor;

function CodeField() {
  return (
    <TextField
      label={texts.code}
      hint={texts.codeHint}
      name="code"
      mono
      autoComplete="one-time-code"
      minLength={6}
      maxLength={40}
      required
    />
  );
}

/** Other recovery codes in the place of the former. */
export function RenewDialog({ onClose }: { onClose: () => void }) {
  const id = useId();
  const renew = useAccountChange((code: string) =>
    take(auth.POST("/api/v1/auth/me/totp/recovery-codes", { body: { code } })),
  );
  const codes = renew.data?.recovery_codes;
  return (
    <Dialog
      open
      onClose={onClose}
      insistent={codes !== undefined}
      title={codes ? texts.codesTitle : texts.renew}
      actions={
        codes ? (
          <Button look="primary" onClick={onClose}>
            {texts.kept}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{shared.cancel}</Button>
            <Button type="submit" form={id} look="primary" pending={renew.isPending}>
              {texts.renew}
            </Button>
          </>
        )
      }
    >
      {codes ? (
        <RecoveryCodes codes={codes} />
      ) : (
        <form
          id={id}
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            const text = textsOf(event);
            if (!renew.isPending) renew.mutate(text("code").replaceAll(" ", ""));
          }}
        >
          <p className="text-ink-soft">{texts.renewText}</p>
          <CodeField />
          <Refusal error={renew.error} />
        </form>
      )}
    </Dialog>
  );
}

/** Signing in needs the password alone again. */
export function StopDialog({ onClose }: { onClose: () => void }) {
  const stop = useAccountChange((body: { password: string; code: string }) =>
    take(auth.POST("/api/v1/auth/me/totp/disable", { body })),
  );
  return (
    <FormDialog
      title={texts.stopTitle}
      action={texts.stop}
      look="danger"
      pending={stop.isPending}
      onClose={onClose}
      onSend={(text) => {
        stop.mutate(
          { password: text("password"), code: text("code").replaceAll(" ", "") },
          {
            onSuccess: () => {
              notify(texts.stopped);
              onClose();
            },
          },
        );
      }}
    >
      <TextField
        label={texts.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <CodeField />
      <Refusal error={stop.error} />
    </FormDialog>
  );
}
