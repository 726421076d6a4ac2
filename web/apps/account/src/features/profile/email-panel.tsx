import { auth, take } from "@labwright/api/client";
import { Badge } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { Panel } from "@labwright/ui/page";
import { useMe } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import { useState } from "react";

import { FormDialog } from "../../components/form-dialog.tsx";
import { said } from "../../components/new-account-fields.tsx";
import { useAccountChange } from "../../queries/account.ts";
import { accountWords } from "../../words/account.ts";

const texts = accountWords.email;

/** One's address, whether it is confirmed, and how to have another. */
export function EmailPanel() {
  const { email, email_verified } = useMe();
  const [open, setOpen] = useState(false);
  return (
    <Panel title={texts.title}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        {email ? (
          <p className="flex min-w-0 flex-wrap items-center gap-2">
            <span className="reading wrap-anywhere">{email}</span>
            <Badge
              tone={email_verified ? "ok" : "warn"}
              pattern={email_verified ? "solid" : "stripes"}
            >
              {email_verified ? texts.verified : texts.unverified}
            </Badge>
          </p>
        ) : (
          <p className="text-ink-soft">{texts.none}</p>
        )}
        <Button onClick={() => setOpen(true)}>
          {email && !email_verified ? texts.again : texts.change}
        </Button>
      </div>
      {open && <EmailDialog onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function EmailDialog({ onClose }: { onClose: () => void }) {
  const { email } = useMe();
  const change = useAccountChange((body: { email: string | null; password: string }) =>
    take(auth.PUT("/api/v1/auth/me/email", { body })),
  );
  return (
    <FormDialog
      title={texts.change}
      action={texts.action}
      pending={change.isPending}
      onClose={onClose}
      onSend={(text) => {
        const to = text("email").trim() || null;
        change.mutate(
          { email: to, password: text("password") },
          {
            onSuccess: () => {
              notify(to ? texts.sent(to) : texts.removed);
              onClose();
            },
          },
        );
      }}
    >
      <TextField
        label={texts.new}
        hint={texts.newHint}
        error={said(change.error, "email")}
        name="email"
        type="email"
        autoComplete="email"
        defaultValue={email ?? ""}
      />
      <TextField
        label={texts.password}
        error={said(change.error, "password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Refusal error={change.error} />
    </FormDialog>
  );
}
