import { Button } from "@labwright/ui/button";
import { Page } from "@labwright/ui/page";
import { useState } from "react";

import { NoticePreferences } from "../features/notices/preferences.tsx";
import { Profile } from "../features/profile/profile.tsx";
import { Security } from "../features/security/security.tsx";
import { NewTokenDialog } from "../features/tokens/new-token.tsx";
import { Tokens } from "../features/tokens/tokens.tsx";
import { accountWords } from "../words/account.ts";

export function ProfilePage() {
  return (
    <Page title={accountWords.profile.title}>
      <Profile />
    </Page>
  );
}

export function SecurityPage() {
  return (
    <Page title={accountWords.security.title}>
      <Security />
    </Page>
  );
}

export function TokensPage() {
  const [open, setOpen] = useState(false);
  return (
    <Page
      title={accountWords.tokens.title}
      actions={
        <Button look="primary" onClick={() => setOpen(true)}>
          {accountWords.tokens.new}
        </Button>
      }
    >
      <Tokens />
      {open && <NewTokenDialog onClose={() => setOpen(false)} />}
    </Page>
  );
}

export function NoticesPage() {
  return (
    <Page title={accountWords.notices.title}>
      <NoticePreferences />
    </Page>
  );
}
