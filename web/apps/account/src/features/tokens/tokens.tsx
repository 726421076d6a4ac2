import { auth, take } from "@labwright/api/client";
import { Badge } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Empty, Faces, Refusal } from "@labwright/ui/faces";
import { Time } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type Token, tokensQuery, useAccountChange } from "../../queries/account.ts";
import { accountWords } from "../../words/account.ts";

const texts = accountWords.tokens;

/** One's tokens, each with what it may and since when nobody has used it. */
export function Tokens() {
  const tokens = useQuery(tokensQuery);
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <p className="max-w-prose text-ink-soft">{texts.text}</p>
      <Faces
        query={tokens}
        empty={(all) =>
          all.length === 0 ? <Empty title={texts.none}>{texts.noneText}</Empty> : null
        }
      >
        {(all) => (
          <ul className="overflow-hidden rounded-lg border border-line bg-panel">
            {all.map((token) => (
              <Entry key={token.id} token={token} />
            ))}
          </ul>
        )}
      </Faces>
    </div>
  );
}

function Entry({ token }: { token: Token }) {
  const [revoking, setRevoking] = useState(false);
  const [now] = useState(() => Date.now());
  const over = Date.parse(token.expires_at) <= now;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-0">
      <div className="min-w-0 grow basis-64">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="wrap-anywhere">{token.name}</span>
          <Badge tone={over ? "calm" : "ok"} pattern={over ? "cross" : "solid"}>
            {over ? texts.expired : texts.active}
          </Badge>
        </p>
        <p className="reading line-clamp-3 text-xs text-ink-soft wrap-anywhere">
          {token.permissions.join(", ")}
        </p>
        <p className="text-xs text-ink-faint">
          {texts.expires} <Time at={token.expires_at} as="day" /> · {texts.lastUsed}{" "}
          {token.last_used_at ? <Time at={token.last_used_at} as="relative" /> : texts.never}
          {token.addresses && ` · ${token.addresses.join(", ")}`}
        </p>
      </div>
      <Button small aria-label={texts.revokeOne(token.name)} onClick={() => setRevoking(true)}>
        {texts.revoke}
      </Button>
      {revoking && <Revoke token={token} onClose={() => setRevoking(false)} />}
    </li>
  );
}

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const revoke = useAccountChange(() =>
    take(
      auth.DELETE("/api/v1/auth/tokens/{token_id}", { params: { path: { token_id: token.id } } }),
    ),
  );
  return (
    <Confirm
      open
      dangerous
      title={texts.revokeTitle(token.name)}
      action={texts.revoke}
      pending={revoke.isPending}
      onClose={onClose}
      onConfirm={() =>
        revoke.mutate(undefined, {
          onSuccess: () => {
            notify(texts.revoked);
            onClose();
          },
        })
      }
    >
      <p>{texts.revokeText}</p>
      <Refusal error={revoke.error} />
    </Confirm>
  );
}
