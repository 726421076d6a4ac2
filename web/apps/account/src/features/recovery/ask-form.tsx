import { auth, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { useMutation } from "@tanstack/react-query";

import { texts } from "../../components/texts.ts";
import { words } from "../../words.ts";

/** Asks for a link; whether there is such an account is never told. */
export function AskForm() {
  const attempt = useMutation({
    mutationFn: (username: string) =>
      take(auth.POST("/api/v1/auth/password-resets", { body: { username } })),
  });
  if (attempt.isSuccess) return <p role="status">{words.forgotten.sent}</p>;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        const text = texts(event);
        if (!attempt.isPending) attempt.mutate(text("username"));
      }}
    >
      <p className="text-ink-soft">{words.forgotten.text}</p>
      <Refusal error={attempt.error} />
      <TextField
        label={words.forgotten.name}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        required
      />
      <Button type="submit" look="primary" pending={attempt.isPending}>
        {words.forgotten.action}
      </Button>
    </form>
  );
}
