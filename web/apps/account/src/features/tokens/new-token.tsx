import { auth, newKey, once, take } from "@labwright/api/client";
import { Refusal } from "@labwright/ui/faces";
import { AreaField, TextField } from "@labwright/ui/field";
import { fromField } from "@labwright/ui/logic/times";
import { ShownOnce } from "@labwright/ui/shown-once";
import { useLabZone } from "@labwright/ui/time";
import { useState } from "react";

import { FormDialog } from "../../components/form-dialog.tsx";
import { said } from "../../components/new-account-fields.tsx";
import { type TokenIn, useAccountChange } from "../../queries/account.ts";
import { accountWords } from "../../words/account.ts";
import { PermissionPicker } from "./permission-picker.tsx";

const texts = accountWords.tokens;

/** Makes a token, and shows its secret this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const [key] = useState(newKey);
  const zone = useLabZone();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  const make = useAccountChange((body: TokenIn) =>
    take(auth.POST("/api/v1/auth/tokens", { body, headers: once(key) })),
  );
  if (make.data)
    return (
      <ShownOnce
        title={texts.once}
        text={texts.onceText}
        secret={make.data.token}
        onClose={onClose}
      />
    );
  const missing = tried && chosen.length === 0 ? texts.noPermission : undefined;
  return (
    <FormDialog
      title={texts.new}
      action={texts.make}
      pending={make.isPending}
      insistent={chosen.length > 0}
      onClose={onClose}
      onSend={(text) => {
        setTried(true);
        if (chosen.length === 0) return;
        const addresses = text("addresses").split(/\s+/).filter(Boolean);
        // The whole of the last day counts.
        const end = fromField(`${text("expires")}T23:59`, zone);
        make.mutate({
          name: text("name").trim(),
          permissions: [...chosen],
          expires_at: end?.toISOString() ?? null,
          addresses: addresses.length > 0 ? addresses : null,
        });
      }}
    >
      <TextField
        label={texts.name}
        hint={texts.nameHint}
        error={said(make.error, "name")}
        name="name"
        maxLength={100}
        required
      />
      <PermissionPicker
        chosen={chosen}
        onChange={setChosen}
        error={missing ?? said(make.error, "permissions")}
      />
      <TextField
        label={texts.expires}
        hint={texts.expiresHint}
        error={said(make.error, "expires_at")}
        name="expires"
        type="date"
        className="max-w-48"
      />
      <AreaField
        label={texts.addresses}
        hint={texts.addressesHint}
        error={said(make.error, "addresses")}
        name="addresses"
        className="[&_textarea]:font-mono"
      />
      <Refusal error={make.error} />
    </FormDialog>
  );
}
