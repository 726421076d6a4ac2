import type { Me } from "@labwright/api/session";
import { guardSession } from "@labwright/api/session-gate";
import { useEffect, useRef, useState } from "react";

import { buttonClasses } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { signInPage } from "../logic/sign-in-page.ts";
import { SignInForm } from "./sign-in-form.tsx";
import { words } from "./words.ts";

/** Asks for the password when a session ends under a page, and lets what waited go on. */
export function SessionGuard({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  const answer = useRef<((signedIn: boolean) => void) | null>(null);
  useEffect(
    () =>
      guardSession(
        () =>
          new Promise<boolean>((resolve) => {
            answer.current = resolve;
            setOpen(true);
          }),
      ),
    [],
  );
  const done = () => {
    setOpen(false);
    answer.current?.(true);
  };
  return (
    <Dialog
      open={open}
      onClose={() => undefined}
      insistent
      title={words.expired.title}
      actions={
        <a className={buttonClasses("quiet")} href={signInPage()}>
          {words.expired.leave}
        </a>
      }
    >
      <p className="mb-4 text-ink-soft">{words.expired.text(me.display_name)}</p>
      <SignInForm username={me.username} onDone={done} />
    </Dialog>
  );
}
