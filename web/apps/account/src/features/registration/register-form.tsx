import { auth, take } from "@labwright/api/client";
import { signIn } from "@labwright/api/session";
import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { useMutation } from "@tanstack/react-query";

import { NewAccountFields, said } from "../../components/new-account-fields.tsx";
import { texts } from "../../components/texts.ts";
import { words } from "../../words.ts";

interface Registration {
  username: string;
  password: string;
  email: string | null;
  display_name: string | null;
}

async function registerAndEnter(body: Registration): Promise<void> {
  await take(auth.POST("/api/v1/auth/register", { body }));
  await signIn({ username: body.username, password: body.password });
}

export function RegisterForm({ onDone }: { onDone: () => void }) {
  const attempt = useMutation({ mutationFn: registerAndEnter, onSuccess: onDone });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        const text = texts(event);
        if (attempt.isPending) return;
        attempt.mutate({
          username: text("username"),
          password: text("password"),
          email: text("email") || null,
          display_name: text("display_name") || null,
        });
      }}
    >
      <Refusal error={attempt.error} />
      <NewAccountFields error={attempt.error} />
      <TextField
        label={words.register.email}
        hint={words.register.emailHint}
        error={said(attempt.error, "email")}
        name="email"
        type="email"
        autoComplete="email"
      />
      <Button type="submit" look="primary" pending={attempt.isPending}>
        {words.register.action}
      </Button>
    </form>
  );
}
