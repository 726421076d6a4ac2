import { Badge } from "@labwright/ui/badge";
import { Button, buttonClasses } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { Page, Panel } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { AskFirst } from "../../components/ask-first.tsx";
import { permissionsQuery, removeRole, type Role, roleQuery, ROLES } from "../../queries/roles.ts";
import { adminWords } from "../../words/admin.ts";
import { byArea } from "./permissions-field.tsx";
import { RoleForm } from "./roles.tsx";

const texts = adminWords.roles;

/** One role: what whoever has it may do. */
export function RolePage({ id }: { id: number }) {
  const query = useQuery(roleQuery(id));
  const mayWrite = useMay("auth:role:write");
  return (
    <Page
      title={query.data?.name ?? texts.one}
      above={<Link to="/admin/roles">{texts.title}</Link>}
      beside={query.data?.built_in && <Badge tone="calm">{texts.builtIn}</Badge>}
      actions={query.data && mayWrite && <Actions role={query.data} />}
    >
      <Faces query={query}>
        {(role) => (
          <div className="flex flex-col gap-5">
            <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
              {role.description && <span className="max-w-prose">{role.description}</span>}
              <span className="text-ink-soft">
                {texts.position} {role.position}
              </span>
              <Link
                to="/admin/users"
                search={{ role: [role.name] }}
                className={buttonClasses("plain", true)}
              >
                {texts.who}
              </Link>
            </p>
            <Permitted role={role} />
          </div>
        )}
      </Faces>
    </Page>
  );
}

function Permitted({ role }: { role: Role }) {
  const { data = [] } = useQuery(permissionsQuery);
  const held = new Set(role.permissions);
  const known = data.filter(({ name }) => held.has(name));
  return (
    <div className="grid items-start gap-5 lg:grid-cols-3">
      {byArea(known, "").map(([area, permissions]) => (
        <Panel key={area} title={texts.areas[area] ?? area}>
          <ul className="flex flex-col gap-1.5">
            {permissions.map(({ name, description }) => (
              <li key={name}>
                {description}
                <span className="reading block text-xs wrap-anywhere text-ink-faint">{name}</span>
              </li>
            ))}
          </ul>
        </Panel>
      ))}
    </div>
  );
}

function Actions({ role }: { role: Role & { version: number } }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<"edit" | "remove" | null>(null);
  return (
    <>
      {!role.built_in && <Button onClick={() => setOpen("remove")}>{texts.remove}</Button>}
      <Button look="primary" onClick={() => setOpen("edit")}>
        {texts.change}
      </Button>
      {open === "edit" && <RoleForm item={role} onClose={() => setOpen(null)} />}
      {open === "remove" && (
        <AskFirst
          title={texts.removeTitle(role.name)}
          text={texts.removeText}
          action={texts.remove}
          do={() => removeRole(role.id, role.version)}
          asks={[[...ROLES, "all"]]}
          says={texts.removed(role.name)}
          onDone={() => void navigate({ to: "/admin/roles" })}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
