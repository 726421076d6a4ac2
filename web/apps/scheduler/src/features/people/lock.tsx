import { Button } from "@labwright/ui/button";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { notifyFailure } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";

import { useDoing } from "../../components/doing.ts";
import { locksQuery, unlock, type User } from "../../queries/people-admin.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.users;

/** Says that a person is locked out for a while, and lets them try at once. */
export function Lock({ user }: { user: User }) {
  const mayUnlock = useMay("auth:user:write_any");
  const { data } = useQuery({ ...locksQuery, enabled: mayUnlock });
  const unlocking = useDoing({
    do: () => unlock(user.id),
    asks: [locksQuery.queryKey],
    says: texts.unlocked,
  });
  const lock = data?.results.find(({ user_id }) => user_id === user.id);
  if (!lock) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-md border-l-4 border-warn bg-warn-wash px-4 py-2">
      <p>
        {texts.locked} <Time at={lock.locked_until} />
      </p>
      <Button
        small
        pending={unlocking.isPending}
        onClick={() => unlocking.mutate(undefined, { onError: notifyFailure })}
      >
        {texts.unlock}
      </Button>
    </div>
  );
}
