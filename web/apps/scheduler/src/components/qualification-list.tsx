import { Badge } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import {
  grant,
  type Qualification,
  QUALIFICATIONS,
  type QualificationsFilter,
  qualificationsQuery,
  withdraw,
} from "../queries/people-admin.ts";
import { adminWords } from "../words/admin.ts";
import { AskFirst } from "./ask-first.tsx";
import { usePeopleNames, usePeopleSearch } from "./choices.ts";
import { Pager } from "./pager.tsx";

const texts = adminWords.qualifications;
const PAGE = 100;

interface QualificationListProps {
  filter: QualificationsFilter;
}

/** Who is qualified for what; of one person alone without the name. */
export function QualificationList({ filter }: QualificationListProps) {
  const [page, setPage] = useState(1);
  const query = useQuery(qualificationsQuery(filter, { limit: PAGE, offset: (page - 1) * PAGE }));
  const ofOne = filter.user?.length === 1;
  const none = filter.tag?.length ? texts.nothingFits : texts.none;
  return (
    <Faces
      query={query}
      empty={({ count }) => {
        if (count > 0) return null;
        if (ofOne) return <p className="text-ink-faint">{texts.ofPerson}</p>;
        return (
          <Empty title={none}>{filter.tag?.length ? texts.nothingFitsText : texts.noneText}</Empty>
        );
      }}
    >
      {({ results, count }) => (
        <>
          <Entries entries={results} named={!ofOne} />
          <Pager size={PAGE} shown={results.length} {...{ page, count }} onPage={setPage} />
        </>
      )}
    </Faces>
  );
}

function Entries({ entries, named }: { entries: readonly Qualification[]; named: boolean }) {
  const names = usePeopleNames(named ? entries.map(({ user_id }) => user_id) : []);
  return (
    <ul className="divide-y divide-line">
      {entries.map((entry) => (
        <Entry
          key={entry.id}
          entry={entry}
          who={named ? (names.get(entry.user_id) ?? `#${entry.user_id}`) : null}
        />
      ))}
    </ul>
  );
}

function Entry({ entry, who }: { entry: Qualification; who: string | null }) {
  const mayWrite = useMay("auth:qualification:write_any");
  const [open, setOpen] = useState<"change" | "withdraw" | null>(null);
  const [now] = useState(() => new Date().toISOString());
  const { user_id, tag, valid_until } = entry;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2 first:pt-0 last:pb-0">
      <span className="min-w-0 grow basis-48">
        {who && <span className="mr-3 font-medium">{who}</span>}
        <span className="reading">{tag}</span>
      </span>
      <span className="text-ink-soft">
        {valid_until === null ? (
          texts.forEver
        ) : valid_until <= now ? (
          <Badge tone="bad" pattern="cross">
            {texts.over}
          </Badge>
        ) : (
          <>
            {texts.until} <Time at={valid_until} as="day" />
          </>
        )}
      </span>
      {mayWrite && (
        <span className="flex gap-1">
          <Button small look="quiet" onClick={() => setOpen("change")}>
            {texts.change}
          </Button>
          <Button small look="quiet" onClick={() => setOpen("withdraw")}>
            {texts.withdraw}
          </Button>
        </span>
      )}
      {open === "change" && <GrantDialog entry={entry} onClose={() => setOpen(null)} />}
      {open === "withdraw" && (
        <AskFirst
          title={texts.withdrawTitle(tag)}
          text={texts.withdrawText}
          action={texts.withdraw}
          do={() => withdraw(user_id, tag)}
          asks={[QUALIFICATIONS]}
          says={texts.withdrawn}
          onClose={() => setOpen(null)}
        />
      )}
    </li>
  );
}

/** Grants a qualification, to this person where one is given. */
export function GrantButton({ person }: { person?: { id: number } }) {
  const mayWrite = useMay("auth:qualification:write_any");
  const [open, setOpen] = useState(false);
  if (!mayWrite) return null;
  return (
    <>
      <Button small={person !== undefined} onClick={() => setOpen(true)}>
        {texts.grant}
      </Button>
      {open && <GrantDialog person={person} onClose={() => setOpen(false)} />}
    </>
  );
}

interface GrantDialogProps {
  person?: { id: number } | undefined;
  entry?: Qualification;
  onClose: () => void;
}

function GrantDialog({ person, entry, onClose }: GrantDialogProps) {
  const queries = useQueryClient();
  const people = usePeopleSearch();
  const who: FieldSpec = {
    name: "user_id",
    label: texts.person,
    kind: "pick",
    required: true,
    numeric: true,
    ...people,
  };
  const tag: FieldSpec = {
    name: "tag",
    label: texts.tag,
    hint: texts.tagHint,
    kind: "text",
    mono: true,
    required: true,
  };
  const fields: readonly FieldSpec[] = [
    ...(person || entry ? [] : [who]),
    ...(entry ? [] : [tag]),
    { name: "valid_until", label: texts.until, hint: texts.forEver, kind: "time" },
  ];
  return (
    <RecordDialog<Qualification & { version: number }>
      title={entry ? `${texts.change}: ${entry.tag}` : texts.grantTitle}
      action={texts.grant}
      fields={fields}
      // A grant has no version of its own; saying it again is the change.
      item={entry ? { ...entry, version: 0 } : null}
      save={async (body) => {
        const user = person?.id ?? entry?.user_id ?? Number(body.user_id);
        const what = entry?.tag ?? String(body.tag);
        const until = "valid_until" in body ? body.valid_until : entry?.valid_until;
        const granted = await grant(user, what, typeof until === "string" ? until : null);
        return { ...granted, version: 0 };
      }}
      onSaved={() => {
        void queries.invalidateQueries({ queryKey: QUALIFICATIONS });
        notify(texts.granted);
        onClose();
      }}
      onClose={onClose}
    />
  );
}
