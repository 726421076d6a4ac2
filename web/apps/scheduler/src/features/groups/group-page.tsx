import { Badge } from "@labwright/ui/badge";
import { Button } from "@labwright/ui/button";
import { Combobox } from "@labwright/ui/combobox";
import { Faces, Refusal } from "@labwright/ui/faces";
import { Page, Panel } from "@labwright/ui/page";
import { useMay, useMe } from "@labwright/ui/signed-in";
import { notifyFailure } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { AskFirst } from "../../components/ask-first.tsx";
import { usePeopleSearch } from "../../components/choices.ts";
import { useDoing } from "../../components/doing.ts";
import {
  endGroup,
  type Group,
  groupQuery,
  GROUPS,
  letLeave,
  type Member,
  takeIn,
} from "../../queries/groups.ts";
import { adminWords } from "../../words/admin.ts";
import { GroupForm } from "./groups.tsx";

const texts = adminWords.groups;

/** One team or project with everybody in it. */
export function GroupPage({ id }: { id: number }) {
  const query = useQuery(groupQuery(id));
  const mayWrite = useMay("auth:group:write_any");
  return (
    <Page
      title={query.data?.name ?? texts.title}
      above={<Link to="/admin/groups">{texts.title}</Link>}
      beside={
        query.data && <Badge tone="calm">{texts.kinds[query.data.kind] ?? query.data.kind}</Badge>
      }
      actions={query.data && mayWrite && <Actions group={query.data} />}
    >
      <Faces query={query}>
        {(group) => (
          <div className="flex max-w-3xl flex-col gap-5">
            {group.description && <p className="max-w-prose">{group.description}</p>}
            <Panel title={`${texts.members} (${group.members.length})`}>
              <Members group={group} />
            </Panel>
          </div>
        )}
      </Faces>
    </Page>
  );
}

function Actions({ group }: { group: Group & { version: number } }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<"edit" | "end" | null>(null);
  return (
    <>
      <Button onClick={() => setOpen("end")}>{texts.end}</Button>
      <Button look="primary" onClick={() => setOpen("edit")}>
        {texts.change}
      </Button>
      {open === "edit" && <GroupForm group={group} onClose={() => setOpen(null)} />}
      {open === "end" && (
        <AskFirst
          title={texts.endTitle(group.name)}
          text={texts.endText}
          action={texts.end}
          do={() => endGroup(group.id, group.version)}
          asks={[
            [...GROUPS, "page"],
            [...GROUPS, "all"],
          ]}
          says={texts.ended(group.name)}
          onDone={() => void navigate({ to: "/admin/groups" })}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function Members({ group }: { group: Group }) {
  const self = useMe().id;
  const any = useMay("auth:group:write_any");
  const own = useMay("auth:group:write");
  const leads = group.members.some(({ user, lead }) => user.id === self && lead);
  const mayChange = any || (own && leads);
  return (
    <>
      {group.members.length === 0 && <p className="text-ink-faint">{texts.noMembers}</p>}
      <ul className="divide-y divide-line">
        {group.members.map((member) => (
          <Line
            key={member.user.id}
            group={group.id}
            member={member}
            mayChange={mayChange}
            mayAppoint={any}
          />
        ))}
      </ul>
      {mayChange && <TakeIn group={group.id} />}
    </>
  );
}

interface LineProps {
  group: number;
  member: Member;
  mayChange: boolean;
  mayAppoint: boolean;
}

function Line({ group, member: { user, lead }, mayChange, mayAppoint }: LineProps) {
  const appointing = useDoing({
    do: () => takeIn(group, user.id, !lead),
    asks: [GROUPS],
    says: texts.joined,
  });
  const leaving = useDoing({
    do: () => letLeave(group, user.id),
    asks: [GROUPS],
    says: texts.left,
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-2 first:pt-0">
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate font-medium">{user.display_name}</span>
        {lead && <Badge tone="accent">{texts.lead}</Badge>}
      </span>
      <span className="flex gap-1">
        {mayAppoint && (
          <Button
            small
            look="quiet"
            pending={appointing.isPending}
            onClick={() => appointing.mutate(undefined, { onError: notifyFailure })}
          >
            {lead ? texts.noLead : texts.makeLead}
          </Button>
        )}
        {mayChange && (
          <Button
            small
            look="quiet"
            pending={leaving.isPending}
            onClick={() => leaving.mutate(undefined, { onError: notifyFailure })}
          >
            {texts.remove(user.display_name)}
          </Button>
        )}
      </span>
    </li>
  );
}

function TakeIn({ group }: { group: number }) {
  const people = usePeopleSearch();
  const [who, setWho] = useState("");
  const taking = useDoing({
    do: () => takeIn(group, Number(who), false),
    asks: [GROUPS],
    says: texts.joined,
    then: () => setWho(""),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (who !== "" && !taking.isPending) taking.mutate();
  };
  return (
    <form onSubmit={submit} className="mt-3 border-t border-line pt-3">
      <div className="flex flex-wrap items-end gap-2">
        <Combobox
          className="min-w-56 grow"
          label={texts.person}
          value={who}
          choices={people.choices}
          onSearch={people.onSearch}
          onChange={setWho}
        />
        <Button type="submit" disabled={who === ""} pending={taking.isPending}>
          {texts.addMember}
        </Button>
      </div>
      <Refusal error={taking.error} />
    </form>
  );
}
