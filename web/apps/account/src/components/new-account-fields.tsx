import { fieldOf, isProblem } from "@labwright/api/problem";
import { TextField } from "@labwright/ui/field";

import { words } from "../words.ts";

/** What the service says about a field. */
export function said(error: unknown, field: string): string | undefined {
  if (!isProblem(error)) return undefined;
  return error.errors.find((one) => fieldOf(one) === field)?.message;
}

/** Who somebody wants to be, and the password. */
export function NewAccountFields({ error }: { error: unknown }) {
  return (
    <>
      <TextField
        label={words.register.name}
        hint={words.register.nameHint}
        error={said(error, "username")}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <TextField
        label={words.register.displayName}
        hint={words.register.displayNameHint}
        error={said(error, "display_name")}
        name="display_name"
        autoComplete="name"
      />
      <NewPasswordField error={error} />
    </>
  );
}

export function NewPasswordField({ error }: { error: unknown }) {
  return (
    <TextField
      label={words.register.password}
      hint={words.register.passwordHint}
      error={said(error, "password")}
      name="password"
      type="password"
      autoComplete="new-password"
      required
    />
  );
}
