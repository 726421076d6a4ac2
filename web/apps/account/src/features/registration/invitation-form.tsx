import { auth, take } from "@labwright/api/client";
import { signIn } from "@labwright/api/session";
import { Button } from "@labwright/ui/button";
import { Faces, Refusal } from "@labwright/ui/faces";
import { useMutation, useQuery } from "@tanstack/react-query";

import { NewAccountFields } from "../../components/new-account-fields.tsx";
import { texts } from "../../components/texts.ts";
import { words } from "../../words.ts";

interface Acceptance {
  secret: string;
  username: string;
  password: string;
  display_name: string | null;
}

async function acceptAndEnter(body: Acceptance): Promise<void> {
  await take(auth.POST("/api/v1/auth/invitations/accept", { body }));
  await signIn({ username: body.username, password: body.password });
}

interface InvitationFormProps {
  secret: string;
  onDone: () => void;
}

export function InvitationForm({ secret, onDone }: InvitationFormProps) {
  const invitation = useQuery({
    queryKey: ["auth", "invitation", secret],
    queryFn: () => take(auth.POST("/api/v1/auth/invitations/look", { body: { secret } })),
    retry: false,
  });
  const attempt = useMutation({ mutationFn: acceptAndEnter, onSuccess: onDone });
  return (
    <Faces query={invitation}>
      {({ lab_name, email, roles }) => (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            const text = texts(event);
            if (attempt.isPending) return;
            attempt.mutate({
              secret,
              username: text("username"),
              password: text("password"),
              display_name: text("display_name") || null,
            });
          }}
        >
          <p className="text-ink-soft">
            {words.invitation.lead(lab_name, email)}{" "}
            {roles.length > 0 && words.invitation.roles(roles.join(", "))}
          </p>
          <Refusal error={attempt.error} />
          <NewAccountFields error={attempt.error} />
          <Button type="submit" look="primary" pending={attempt.isPending}>
            {words.invitation.action}
          </Button>
        </form>
      )}
    </Faces>
  );
}
