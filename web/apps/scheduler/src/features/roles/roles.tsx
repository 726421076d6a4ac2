import { Button } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import type { Body, FieldSpec } from "@labwright/ui/logic/record-fields";
import { RecordDialog, type SaveAs } from "@labwright/ui/record-dialog";
import { useMay } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";

import { linkClasses } from "../../components/booking-line.tsx";
import {
  changeRole,
  makeRole,
  type Role,
  roleAsIs,
  ROLES,
  rolesQuery,
} from "../../queries/roles.ts";
import { adminWords } from "../../words/admin.ts";
import { drawPermissions } from "./permissions-field.tsx";

const texts = adminWords.roles;

/** Every role, the highest rank first. */
export function Roles() {
  return (
    <Faces query={useQuery(rolesQuery)}>
      {(roles) => (
        <div className="overflow-x-auto rounded-lg border border-line bg-panel">
          <table className="w-full text-left">
            <thead className="engraved bg-sunken text-ink-soft">
              <tr>
                {[texts.name, texts.description, texts.position, texts.count].map((name, index) => (
                  <th
                    key={name}
                    scope="col"
                    className={`border-b border-line-strong px-3 py-2 ${index > 1 ? "text-right" : ""}`}
                  >
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {roles.map(({ id, name, description, position, built_in, permissions }) => (
                <tr key={id} className="border-b border-line last:border-0 hover:bg-sunken">
                  <th scope="row" className="px-3 py-2 font-medium whitespace-nowrap">
                    <Link
                      to="/admin/roles/$roleId"
                      params={{ roleId: String(id) }}
                      className={linkClasses}
                    >
                      {name}
                    </Link>
                  </th>
                  <td className="px-3 py-2 text-ink-soft">
                    {description || (built_in ? texts.builtIn : "")}
                  </td>
                  <td className="reading px-3 py-2 text-right">{position}</td>
                  <td className="reading px-3 py-2 text-right">{permissions.length}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Faces>
  );
}

export function NewRole() {
  const mayWrite = useMay("auth:role:write");
  const [open, setOpen] = useState(false);
  if (!mayWrite) return null;
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {texts.add}
      </Button>
      {open && <RoleForm item={null} onClose={() => setOpen(false)} />}
    </>
  );
}

const fieldsOf = (builtIn: boolean): readonly FieldSpec[] => [
  // A role that belongs to every lab keeps its name and its rank.
  ...(builtIn
    ? []
    : ([
        { name: "name", label: texts.name, kind: "text", required: true },
        {
          name: "position",
          label: texts.position,
          hint: texts.positionHint,
          kind: "number",
          initial: "1000",
        },
      ] as const)),
  { name: "description", label: texts.description, kind: "text", wide: true, keepsEmpty: true },
  {
    name: "permissions",
    label: texts.permissions,
    kind: "own",
    control: drawPermissions,
    wide: true,
    initial: [],
  },
];

interface RoleFormProps {
  /** What is changed; null for a new one. */
  item: (Role & { version: number }) | null;
  onClose: () => void;
}

export function RoleForm({ item: role, onClose }: RoleFormProps) {
  const queries = useQueryClient();
  const save = (body: Body, as: SaveAs) =>
    role && as.version !== undefined
      ? changeRole(role.id, body, as.version)
      : makeRole(body, as.key ?? "");
  return (
    <RecordDialog<Role & { version: number }>
      wide
      title={role ? texts.edit(role.name) : texts.add}
      fields={fieldsOf(role?.built_in ?? false)}
      item={role}
      save={save}
      {...(role && { reload: () => roleAsIs(role.id) })}
      onSaved={({ name }) => {
        void queries.invalidateQueries({ queryKey: ROLES });
        notify(texts.saved(name));
        onClose();
      }}
      onClose={onClose}
    />
  );
}
