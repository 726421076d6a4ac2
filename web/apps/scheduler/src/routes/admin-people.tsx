import { buttonClasses } from "@labwright/ui/button";
import { FilterMenu } from "@labwright/ui/filter-menu";
import { FilterWords } from "@labwright/ui/filter-words";
import { Page, Panel } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";

import { Allowed } from "../components/allowed.tsx";
import { choicesOf } from "../components/choices-of.ts";
import { FilterBar } from "../components/filter-bar.tsx";
import { GrantButton, QualificationList } from "../components/qualification-list.tsx";
import { useRoleChoices } from "../components/role-choices.ts";
import { GroupPage } from "../features/groups/group-page.tsx";
import { Groups, NewGroup } from "../features/groups/groups.tsx";
import { Invitations, InviteButton } from "../features/invitations/invitations.tsx";
import { Locked } from "../features/people/locked.tsx";
import { UserPage } from "../features/people/user-page.tsx";
import { Users } from "../features/people/users.tsx";
import { RolePage } from "../features/roles/role-page.tsx";
import { NewRole, Roles } from "../features/roles/roles.tsx";
import { adminWords } from "../words/admin.ts";

const users = getRouteApi("/admin/users");
const user = getRouteApi("/admin/users/$userId");
const role = getRouteApi("/admin/roles/$roleId");
const groups = getRouteApi("/admin/groups");
const group = getRouteApi("/admin/groups/$groupId");
const qualifications = getRouteApi("/admin/qualifications");
const invitations = getRouteApi("/admin/invitations");

export function UsersRoute() {
  const texts = adminWords.users;
  const search = users.useSearch();
  const navigate = useNavigate({ from: "/admin/users" });
  const roles = useRoleChoices();
  const narrow = useCallback(
    (part: object) =>
      void navigate({ search: (former) => ({ ...former, ...part }), replace: true }),
    [navigate],
  );
  return (
    <Page
      title={texts.title}
      actions={
        <Link to="/admin/invitations" className={buttonClasses()}>
          {adminWords.invitations.title}
        </Link>
      }
    >
      <Allowed to="auth:user:read_any">
        <FilterBar
          narrowed={Boolean(search.q ?? search.status ?? search.role)}
          onClear={() => narrow({ q: undefined, status: undefined, role: undefined })}
        >
          <FilterWords
            label={texts.search}
            value={search.q}
            onChange={useCallback((q) => narrow({ q }), [narrow])}
          />
          <FilterMenu
            label={texts.status}
            choices={choicesOf(texts.states)}
            values={search.status ? [search.status] : []}
            onChange={(values) => narrow({ status: values.at(-1) })}
          />
          <FilterMenu
            label={texts.role}
            choices={roles}
            values={search.role ?? []}
            onChange={(values) => narrow({ role: values })}
          />
        </FilterBar>
        <Users filter={{ ...search, status: search.status && [search.status] }} onFilter={narrow} />
      </Allowed>
    </Page>
  );
}

export function LockedRoute() {
  return (
    <Page
      title={adminWords.users.lockedTitle}
      above={<Link to="/admin/users">{adminWords.users.title}</Link>}
    >
      <Allowed to="auth:user:write_any">
        <Locked />
      </Allowed>
    </Page>
  );
}

export function UserRoute() {
  const { userId } = user.useParams();
  return (
    <Allowed to="auth:user:read_any">
      <UserPage key={userId} id={Number(userId)} />
    </Allowed>
  );
}

export function RolesRoute() {
  return (
    <Page title={adminWords.roles.title} actions={<NewRole />}>
      <Allowed to="auth:role:read">
        <Roles />
      </Allowed>
    </Page>
  );
}

export function RoleRoute() {
  return (
    <Allowed to="auth:role:read">
      <RolePage id={Number(role.useParams().roleId)} />
    </Allowed>
  );
}

export function GroupsRoute() {
  const texts = adminWords.groups;
  const search = groups.useSearch();
  const navigate = useNavigate({ from: "/admin/groups" });
  const narrow = useCallback(
    (part: object) =>
      void navigate({ search: (former) => ({ ...former, ...part }), replace: true }),
    [navigate],
  );
  return (
    <Page title={texts.title} actions={<NewGroup />}>
      <Allowed to="auth:group:read">
        <FilterBar
          narrowed={Boolean(search.q ?? search.kind)}
          onClear={() => narrow({ q: undefined, kind: undefined })}
        >
          <FilterWords
            label={texts.search}
            value={search.q}
            onChange={useCallback((q) => narrow({ q }), [narrow])}
          />
          <FilterMenu
            label={texts.kind}
            choices={choicesOf(texts.kinds)}
            values={search.kind ? [search.kind] : []}
            onChange={(values) => narrow({ kind: values.at(-1) })}
          />
        </FilterBar>
        <Groups filter={{ ...search, kind: search.kind && [search.kind] }} onFilter={narrow} />
      </Allowed>
    </Page>
  );
}

export function GroupRoute() {
  const { groupId } = group.useParams();
  return (
    <Allowed to="auth:group:read">
      <GroupPage key={groupId} id={Number(groupId)} />
    </Allowed>
  );
}

export function QualificationsRoute() {
  const texts = adminWords.qualifications;
  const { tag } = qualifications.useSearch();
  const navigate = useNavigate({ from: "/admin/qualifications" });
  const narrow = (to: string | undefined) => void navigate({ search: { tag: to }, replace: true });
  return (
    <Page title={texts.title} actions={<GrantButton />}>
      <Allowed to="auth:qualification:read_any">
        <FilterBar narrowed={tag !== undefined} onClear={() => narrow(undefined)}>
          <FilterWords label={texts.filterTag} value={tag} onChange={narrow} />
        </FilterBar>
        <Panel>
          <QualificationList key={tag} filter={{ tag: tag === undefined ? undefined : [tag] }} />
        </Panel>
      </Allowed>
    </Page>
  );
}

export function InvitationsRoute() {
  const texts = adminWords.invitations;
  const { state, page = 1 } = invitations.useSearch();
  const navigate = useNavigate({ from: "/admin/invitations" });
  const mayInvite = useMay("auth:invitation:write");
  return (
    <Page title={texts.title} actions={mayInvite && <InviteButton />}>
      <Allowed to="auth:invitation:write">
        <FilterBar
          narrowed={state !== undefined}
          onClear={() => void navigate({ search: {}, replace: true })}
        >
          <FilterMenu
            label={texts.state}
            choices={choicesOf(texts.states)}
            values={state ?? []}
            onChange={(values) =>
              void navigate({ search: { state: values as typeof state }, replace: true })
            }
          />
        </FilterBar>
        <Invitations
          state={state}
          page={page}
          onPage={(next) => void navigate({ search: { state, page: next } })}
        />
      </Allowed>
    </Page>
  );
}
