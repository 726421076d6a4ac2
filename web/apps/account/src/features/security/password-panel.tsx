import { auth, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { Panel } from "@labwright/ui/page";
import { useMe } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";

import { said } from "../../components/new-account-fields.tsx";
import { texts as textsOf } from "../../components/texts.ts";
import { useAccountChange } from "../../queries/account.ts";
import { accountWords } from "../../words/account.ts";

const texts = accountWords.password;

export function PasswordPanel() {
  const { username } = useMe();
  const change = useAccountChange((body: { current_password: string; new_password: string }) =>
    take(auth.PUT("/api/v1/auth/me/password", { body })),
  );
  return (
    <Panel title={texts.title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          const form = event.currentTarget;
          const text = textsOf(event);
          if (change.isPending) return;
          change.mutate(
            { current_password: text("present"), new_password: text("new") },
            {
              onSuccess: () => {
                form.reset();
                notify(texts.changed);
              },
            },
          );
        }}
      >
        {/* Password keepers want to know whose it is. */}
        <input type="hidden" name="username" autoComplete="username" value={username} />
        <TextField
          label={texts.present}
          error={said(change.error, "current_password")}
          name="present"
          type="password"
          autoComplete="current-password"
          required
        />
        <TextField
          label={texts.new}
          hint={texts.newHint}
          error={said(change.error, "new_password")}
          name="new"
          type="password"
          autoComplete="new-password"
          maxLength={128}
          required
        />
        <Refusal error={change.error} />
        <div>
          <Button type="submit" look="primary" pending={change.isPending}>
            {texts.action}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
