import { Button } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { Panel } from "@labwright/ui/page";
import { Time } from "@labwright/ui/time";
import { notifyFailure } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";

import { useDoing } from "../../components/doing.ts";
import { revokeToken, tokensQuery, type User } from "../../queries/people-admin.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.users;

/** The personal tokens of somebody, to end one that became known. */
export function Tokens({ user }: { user: User }) {
  const query = useQuery(tokensQuery(user.id));
  return (
    <Panel title={texts.tokens}>
      <Faces
        query={query}
        empty={({ count }) =>
          count === 0 ? <p className="text-ink-faint">{texts.noTokens}</p> : null
        }
      >
        {({ results }) => (
          <ul className="divide-y divide-line">
            {results.map((token) => (
              <li
                key={token.id}
                className="flex flex-wrap items-center justify-between gap-3 py-2 first:pt-0 last:pb-0"
              >
                <span>
                  <span className="font-medium">{token.name}</span>
                  <span className="block text-ink-soft">
                    {texts.expires} <Time at={token.expires_at} as="day" />
                    {token.last_used_at && (
                      <>
                        , {texts.used} <Time at={token.last_used_at} as="relative" />
                      </>
                    )}
                  </span>
                </span>
                <Revoke user={user.id} token={token.id} />
              </li>
            ))}
          </ul>
        )}
      </Faces>
    </Panel>
  );
}

function Revoke({ user, token }: { user: number; token: string }) {
  const revoking = useDoing({
    do: () => revokeToken(user, token),
    asks: [tokensQuery(user).queryKey],
    says: texts.revoked,
  });
  return (
    <Button
      small
      pending={revoking.isPending}
      onClick={() => revoking.mutate(undefined, { onError: notifyFailure })}
    >
      {texts.revoke}
    </Button>
  );
}
