import { Badge, type Pattern, type Tone } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import type { Body, FieldSpec } from "@labwright/ui/logic/record-fields";
import { RecordDialog, type SaveAs } from "@labwright/ui/record-dialog";
import { Time } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import MailPlus from "lucide-react/icons/mail-plus";
import { useState } from "react";

import { AskFirst } from "../../components/ask-first.tsx";
import { linkClasses } from "../../components/booking-line.tsx";
import { useDeviceChoices, usePeopleNames } from "../../components/choices.ts";
import { Pager } from "../../components/pager.tsx";
import { linesOf, rolesOf } from "../../components/roles-at.ts";
import { drawRoles, roleWords } from "../../components/roles-field.tsx";
import {
  type Invitation,
  INVITATIONS,
  invitationsQuery,
  type InvitationState,
  invite,
  revokeInvitation,
} from "../../queries/invitations.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.invitations;
const PAGE = 50;

const LOOKS: Record<InvitationState, [Tone, Pattern]> = {
  open: ["info", "hollow"],
  accepted: ["ok", "solid"],
  revoked: ["calm", "cross"],
  expired: ["calm", "hollow"],
};

interface InvitationsProps {
  state: InvitationState[] | undefined;
  page: number;
  onPage: (page: number) => void;
}

/** Whom somebody invited, and what became of it. */
export function Invitations({ state, page, onPage }: InvitationsProps) {
  const query = useQuery(invitationsQuery(state, { limit: PAGE, offset: (page - 1) * PAGE }));
  const narrowed = Boolean(state?.length);
  return (
    <Faces
      query={query}
      empty={({ count }) =>
        count === 0 ? (
          <Empty title={narrowed ? texts.nothingFits : texts.none}>
            {narrowed ? texts.nothingFitsText : texts.noneText}
          </Empty>
        ) : null
      }
    >
      {({ results, count }) => (
        <>
          <Entries invitations={results} />
          <Pager size={PAGE} shown={results.length} {...{ page, count, onPage }} />
        </>
      )}
    </Faces>
  );
}

function Entries({ invitations }: { invitations: readonly Invitation[] }) {
  const names = usePeopleNames(invitations.map(({ invited_by }) => invited_by));
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
      {invitations.map((each) => (
        <Entry
          key={each.id}
          invitation={each}
          by={names.get(each.invited_by) ?? `#${each.invited_by}`}
        />
      ))}
    </ul>
  );
}

function Entry({ invitation, by }: { invitation: Invitation; by: string }) {
  const { sites } = useDeviceChoices();
  const [revoking, setRevoking] = useState(false);
  const { id, email, state, roles, created_at, expires_at, accepted_by } = invitation;
  const [tone, pattern] = LOOKS[state];
  const named = linesOf(roles, invitation.sites).map((line) => roleWords(line, sites));
  return (
    <li className="flex flex-wrap items-center gap-x-5 gap-y-2 px-4 py-3">
      <span className="w-24 shrink-0">
        <Badge tone={tone} pattern={pattern}>
          {texts.states[state]}
        </Badge>
      </span>
      <span className="min-w-0 grow basis-52">
        <span className="block font-medium wrap-anywhere">{email}</span>
        <span className="block text-ink-soft">{named.join(", ")}</span>
      </span>
      <span className="text-ink-soft">
        {texts.by} {by}, <Time at={created_at} as="relative" />
        <span className="block">
          {accepted_by === null ? (
            <>
              {texts.expires} <Time at={expires_at} />
            </>
          ) : (
            <Link
              to="/admin/users/$userId"
              params={{ userId: String(accepted_by) }}
              className={linkClasses}
            >
              {texts.accepted}
            </Link>
          )}
        </span>
      </span>
      {state === "open" && (
        <Button small look="quiet" onClick={() => setRevoking(true)}>
          {texts.revoke}
        </Button>
      )}
      {revoking && (
        <AskFirst
          title={texts.revokeTitle(email)}
          text={texts.revokeText}
          action={texts.revoke}
          do={() => revokeInvitation(id)}
          asks={[INVITATIONS]}
          says={texts.revoked}
          onClose={() => setRevoking(false)}
        />
      )}
    </li>
  );
}

const FIELDS: readonly FieldSpec[] = [
  { name: "email", label: texts.email, kind: "text", required: true },
  { name: "days", label: texts.days, kind: "number", initial: "7" },
  {
    name: "roles",
    label: texts.roles,
    hint: adminWords.users.rolesHint,
    kind: "own",
    control: drawRoles,
    wide: true,
    initial: ["User"],
  },
];

/** Invites somebody by mail. */
export function InviteButton() {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const save = async (body: Body, as: SaveAs) => {
    const lines = Array.isArray(body.roles) ? body.roles.map(String) : [];
    const made = await invite({ ...body, ...rolesOf(lines) }, as.key ?? "");
    return { ...made, version: 0 };
  };
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <MailPlus aria-hidden />
        {texts.add}
      </Button>
      {open && (
        <RecordDialog<Invitation & { version: number }>
          title={texts.addTitle}
          action={texts.add}
          fields={FIELDS}
          item={null}
          save={save}
          onSaved={({ email }) => {
            void queries.invalidateQueries({ queryKey: INVITATIONS });
            notify(texts.sent(email));
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
