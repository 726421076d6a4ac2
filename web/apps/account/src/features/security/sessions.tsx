import { auth, take } from "@labwright/api/client";
import { Badge } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Faces, Refusal } from "@labwright/ui/faces";
import { signInPage } from "@labwright/ui/logic/sign-in-page";
import { Panel } from "@labwright/ui/page";
import { Time } from "@labwright/ui/time";
import { notify, notifyFailure } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { readAgent } from "../../components/user-agent.ts";
import { type Session, sessionsQuery, useAccountChange } from "../../queries/account.ts";
import { accountWords } from "../../words/account.ts";

const texts = accountWords.sessions;

/** Where one is signed in; each can be ended from here. */
export function SessionsPanel() {
  const sessions = useQuery(sessionsQuery);
  const [ending, setEnding] = useState(false);
  return (
    <Panel
      title={texts.title}
      actions={
        <Button small onClick={() => setEnding(true)}>
          {texts.endAll}
        </Button>
      }
    >
      <Faces query={sessions}>
        {(all) => (
          <ul>
            {all.map((session) => (
              <Entry key={session.id} session={session} />
            ))}
          </ul>
        )}
      </Faces>
      {ending && <EndAll onClose={() => setEnding(false)} />}
    </Panel>
  );
}

function nameOf({ kind, user_agent }: Session): string {
  const { browser, system } = readAgent(user_agent);
  if (kind === "program") return user_agent || texts.program;
  if (browser && system) return texts.browser(browser, system);
  return browser ?? (user_agent || texts.unknown);
}

function Entry({ session }: { session: Session }) {
  const name = nameOf(session);
  const end = useAccountChange(() =>
    take(
      auth.DELETE("/api/v1/auth/sessions/{session_id}", {
        params: { path: { session_id: session.id } },
      }),
    ),
  );
  return (
    <li className="flex items-center justify-between gap-3 border-b border-line py-2 last:border-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="wrap-anywhere" title={session.user_agent}>
            {name}
          </span>
          {session.current && <Badge tone="accent">{texts.current}</Badge>}
        </p>
        <p className="text-xs text-ink-faint">
          {texts.lastUsed} <Time at={session.last_used_at} as="relative" /> · {texts.address}{" "}
          <span className="reading text-xs">{session.address}</span> · {texts.ends}{" "}
          <Time at={session.expires_at} as="relative" />
        </p>
      </div>
      {!session.current && (
        <Button
          small
          aria-label={texts.endOne(name)}
          pending={end.isPending}
          onClick={() =>
            end.mutate(undefined, {
              onSuccess: () => notify(texts.ended),
              onError: notifyFailure,
            })
          }
        >
          {texts.end}
        </Button>
      )}
    </li>
  );
}

function EndAll({ onClose }: { onClose: () => void }) {
  const end = useAccountChange(() => take(auth.POST("/api/v1/auth/sessions/revoke-all")));
  return (
    <Confirm
      open
      dangerous
      title={texts.endAllTitle}
      action={texts.endAll}
      pending={end.isPending}
      onClose={onClose}
      onConfirm={() =>
        end.mutate(undefined, { onSuccess: () => window.location.assign(signInPage()) })
      }
    >
      <p>{texts.endAllText}</p>
      <Refusal error={end.error} />
    </Confirm>
  );
}
