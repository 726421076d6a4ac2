import { isProblem } from "@labwright/api/problem";
import { signIn, signInWithCode } from "@labwright/api/session";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { Button } from "../button.tsx";
import { Refusal } from "../faces.tsx";
import { TextField } from "../field.tsx";
import { words } from "./words.ts";

interface SignInFormProps {
  /** Who it must be; nobody else can come back to an unfinished page. */
  username?: string;
  onDone: () => void;
}

/** Name and password, then a code where a second factor is on. */
export function SignInForm({ username, onDone }: SignInFormProps) {
  const [challenge, setChallenge] = useState<string | null>(null);
  return challenge === null ? (
    <PasswordStep username={username} onDone={onDone} onChallenge={setChallenge} />
  ) : (
    <CodeStep challenge={challenge} onDone={onDone} onBack={() => setChallenge(null)} />
  );
}

function texts(event: FormEvent<HTMLFormElement>): (name: string) => string {
  event.preventDefault();
  const data = new FormData(event.currentTarget);
  return (name) => {
    const value = data.get(name);
    return typeof value === "string" ? value : "";
  };
}

interface PasswordStepProps extends SignInFormProps {
  onChallenge: (challenge: string) => void;
}

function PasswordStep({ username, onDone, onChallenge }: PasswordStepProps) {
  const attempt = useMutation({
    mutationFn: signIn,
    onSuccess: (answer) => (answer.done ? onDone() : onChallenge(answer.challenge)),
  });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        const text = texts(event);
        if (attempt.isPending) return;
        attempt.mutate({ username: username ?? text("username"), password: text("password") });
      }}
    >
      <Refusal error={attempt.error} />
      {username === undefined && (
        <TextField
          label={words.signIn.name}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      )}
      <TextField
        label={words.signIn.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Button type="submit" look="primary" pending={attempt.isPending}>
        {words.signIn.action}
      </Button>
    </form>
  );
}

interface CodeStepProps {
  challenge: string;
  onDone: () => void;
  onBack: () => void;
}

function CodeStep({ challenge, onDone, onBack }: CodeStepProps) {
  const attempt = useMutation({
    mutationFn: (code: string) => signInWithCode(challenge, code),
    onSuccess: onDone,
  });
  const over = isProblem(attempt.error, "challenge-void");
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        const text = texts(event);
        if (!attempt.isPending) attempt.mutate(text("code").replaceAll(" ", ""));
      }}
    >
      <p className="text-ink-soft">{words.code.text}</p>
      <Refusal error={attempt.error} />
      <TextField
        label={words.code.label}
        name="code"
        mono
        // The page has just asked for it; the field is where the person is.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        autoComplete="one-time-code"
        required
      />
      <div className="flex justify-between gap-2">
        <Button look="quiet" onClick={onBack}>
          {words.code.back}
        </Button>
        <Button type="submit" look="primary" pending={attempt.isPending} disabled={over}>
          {words.code.action}
        </Button>
      </div>
    </form>
  );
}
