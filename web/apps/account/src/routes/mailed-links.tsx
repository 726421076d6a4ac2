import type { ReactNode } from "react";

import { Leaf } from "../components/leaf.tsx";
import { ToSignIn } from "../components/to-sign-in.tsx";
import { AskForm } from "../features/recovery/ask-form.tsx";
import { ConfirmForm } from "../features/recovery/confirm-form.tsx";
import { ResetForm } from "../features/recovery/reset-form.tsx";
import { InvitationForm } from "../features/registration/invitation-form.tsx";
import { words } from "../words.ts";

/** What a mailed link carries behind the `#`, where no server sees it. */
function Secret({ children }: { children: (secret: string) => ReactNode }) {
  const secret = window.location.hash.slice(1);
  return secret ? children(secret) : <p>{words.reset.noSecret}</p>;
}

export function ForgottenPassword() {
  return (
    <Leaf title={words.forgotten.title} below={<ToSignIn />}>
      <AskForm />
    </Leaf>
  );
}

export function ResetPassword() {
  return (
    <Leaf title={words.reset.title} below={<ToSignIn />}>
      <Secret>{(secret) => <ResetForm secret={secret} />}</Secret>
    </Leaf>
  );
}

export function ConfirmEmail() {
  return (
    <Leaf title={words.confirm.title} below={<ToSignIn />}>
      <Secret>{(secret) => <ConfirmForm secret={secret} />}</Secret>
    </Leaf>
  );
}

export function Invitation() {
  return (
    <Leaf title={words.invitation.title} below={<ToSignIn />}>
      <Secret>
        {(secret) => <InvitationForm secret={secret} onDone={() => window.location.assign("/")} />}
      </Secret>
    </Leaf>
  );
}

export function Missing() {
  return (
    <Leaf title={words.missing.title} below={<a href="/">{words.missing.home}</a>}>
      <p className="reading text-ink-faint wrap-anywhere">{window.location.pathname}</p>
    </Leaf>
  );
}
