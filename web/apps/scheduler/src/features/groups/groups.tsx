import { Button } from "@labwright/ui/button";
import { type Column, DataTable } from "@labwright/ui/data-table";
import { Empty, Failed, Loading } from "@labwright/ui/faces";
import type { Body, FieldSpec } from "@labwright/ui/logic/record-fields";
import { nextOrdering } from "@labwright/ui/logic/ordering";
import { RecordDialog, type SaveAs } from "@labwright/ui/record-dialog";
import { useMay } from "@labwright/ui/signed-in";
import { useSparseRows } from "@labwright/ui/sparse-pages";
import { Time } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";

import { linkClasses } from "../../components/booking-line.tsx";
import {
  changeGroup,
  type Group,
  groupAsIs,
  GROUPS,
  type GroupsFilter,
  groupsPage,
  makeGroup,
} from "../../queries/groups.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.groups;
type Listed = Omit<Group, "members">;

const COLUMNS: readonly Column<Listed>[] = [
  {
    id: "name",
    label: texts.name,
    width: [14, 2],
    orderBy: "name",
    cell: ({ id, name }) => (
      <Link to="/admin/groups/$groupId" params={{ groupId: String(id) }} className={linkClasses}>
        {name}
      </Link>
    ),
  },
  {
    id: "kind",
    label: texts.kind,
    width: [7, 0],
    cell: ({ kind }) => texts.kinds[kind] ?? kind,
  },
  {
    id: "description",
    label: texts.description,
    width: [14, 4],
    cell: ({ description }) => <span title={description}>{description}</span>,
  },
  {
    id: "created",
    label: texts.created,
    width: [9, 0],
    orderBy: "created_at",
    cell: ({ created_at }) => <Time at={created_at} as="day" />,
  },
];

interface GroupsProps {
  filter: GroupsFilter;
  onFilter: (part: GroupsFilter) => void;
}

/** Teams and projects. */
export function Groups({ filter, onFilter }: GroupsProps) {
  const rows = useSparseRows<Listed>(groupsPage(filter));
  if (rows.count === undefined)
    return rows.error ? <Failed error={rows.error} retry={rows.refetch} /> : <Loading rows={8} />;
  if (rows.count === 0) {
    const narrowed = Object.values(filter).some((value) => value !== undefined);
    return (
      <Empty title={narrowed ? texts.nothingFits : texts.none} action={!narrowed && <NewGroup />}>
        {narrowed ? texts.nothingFitsText : texts.noneText}
      </Empty>
    );
  }
  return (
    <DataTable
      label={texts.title}
      columns={COLUMNS}
      rows={rows}
      nameOf={({ name }) => name}
      ordering={filter.ordering}
      onSort={(column) => onFilter({ ordering: nextOrdering(filter.ordering, column) })}
    />
  );
}

export function NewGroup() {
  const mayWrite = useMay("auth:group:write_any");
  const [open, setOpen] = useState(false);
  if (!mayWrite) return null;
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        {texts.add}
      </Button>
      {open && <GroupForm group={null} onClose={() => setOpen(false)} />}
    </>
  );
}

const KINDS = (["project", "team"] as const).map((value) => ({
  value,
  label: texts.kinds[value] ?? value,
}));

const fieldsOf = (isNew: boolean): readonly FieldSpec[] => [
  { name: "name", label: texts.name, kind: "text", required: true },
  ...(isNew
    ? ([
        { name: "kind", label: texts.kind, kind: "choice", choices: KINDS, initial: "project" },
      ] as const)
    : []),
  { name: "description", label: texts.description, kind: "area", keepsEmpty: true },
];

interface GroupFormProps {
  /** What is changed; null for a new one. */
  group: (Group & { version: number }) | null;
  onClose: () => void;
}

export function GroupForm({ group, onClose }: GroupFormProps) {
  const queries = useQueryClient();
  const save = (body: Body, as: SaveAs) =>
    group && as.version !== undefined
      ? changeGroup(group.id, body, as.version)
      : makeGroup(body, as.key ?? "");
  return (
    <RecordDialog<Group & { version: number }>
      title={group ? texts.edit(group.name) : texts.add}
      fields={fieldsOf(group === null)}
      item={group}
      save={save}
      {...(group && { reload: () => groupAsIs(group.id) })}
      onSaved={({ name }) => {
        void queries.invalidateQueries({ queryKey: GROUPS });
        notify(texts.saved(name));
        onClose();
      }}
      onClose={onClose}
    />
  );
}
