import { auth, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { useMutation } from "@tanstack/react-query";

import { NewPasswordField } from "../../components/new-account-fields.tsx";
import { texts } from "../../components/texts.ts";
import { words } from "../../words.ts";

export function ResetForm({ secret }: { secret: string }) {
  const attempt = useMutation({
    mutationFn: (password: string) =>
      take(auth.POST("/api/v1/auth/password-resets/redeem", { body: { secret, password } })),
  });
  if (attempt.isSuccess) return <p role="status">{words.reset.done}</p>;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        const text = texts(event);
        if (!attempt.isPending) attempt.mutate(text("password"));
      }}
    >
      <Refusal error={attempt.error} />
      <NewPasswordField error={attempt.error} />
      <Button type="submit" look="primary" pending={attempt.isPending}>
        {words.reset.action}
      </Button>
    </form>
  );
}
