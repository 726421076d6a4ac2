import { auth, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { useMutation } from "@tanstack/react-query";

import { words } from "../../words.ts";

/** Redeemed by a click, not by opening: programs that look into mails open links too. */
export function ConfirmForm({ secret }: { secret: string }) {
  const attempt = useMutation({
    mutationFn: () =>
      take(auth.POST("/api/v1/auth/email-confirmations/redeem", { body: { secret } })),
  });
  if (attempt.isSuccess) return <p role="status">{words.confirm.done}</p>;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft">{words.confirm.text}</p>
      <Refusal error={attempt.error} />
      <Button look="primary" pending={attempt.isPending} onClick={() => attempt.mutate()}>
        {words.confirm.action}
      </Button>
    </div>
  );
}
