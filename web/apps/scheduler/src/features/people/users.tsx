import { Badge } from "@labwright/ui/badge";
import { type Column, DataTable } from "@labwright/ui/data-table";
import { Empty, Failed, Loading } from "@labwright/ui/faces";
import { nextOrdering } from "@labwright/ui/logic/ordering";
import { useSparseRows } from "@labwright/ui/sparse-pages";
import { Time } from "@labwright/ui/time";
import { Link } from "@tanstack/react-router";

import { linkClasses } from "../../components/booking-line.tsx";
import { type User, type UsersFilter, usersPage } from "../../queries/people-admin.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.users;

export function StatusBadge({ status }: { status: string }) {
  const active = status === "active";
  return (
    <Badge tone={active ? "ok" : "bad"} pattern={active ? "solid" : "cross"}>
      {texts.states[status] ?? status}
    </Badge>
  );
}

const COLUMNS: readonly Column<User>[] = [
  {
    id: "name",
    label: texts.name,
    width: [12, 2],
    orderBy: "display_name",
    cell: ({ id, display_name }) => (
      <Link to="/admin/users/$userId" params={{ userId: String(id) }} className={linkClasses}>
        {display_name}
      </Link>
    ),
  },
  {
    id: "username",
    label: texts.username,
    width: [9, 1],
    orderBy: "username",
    cell: ({ username }) => <span className="reading">{username}</span>,
  },
  { id: "email", label: texts.email, width: [12, 2], cell: ({ email }) => email },
  {
    id: "roles",
    label: texts.roles,
    width: [10, 2],
    cell: ({ roles }) => <span title={roles.join(", ")}>{roles.join(", ")}</span>,
  },
  {
    id: "status",
    label: texts.status,
    width: [7, 0],
    cell: ({ status }) => <StatusBadge status={status} />,
  },
  {
    id: "seen",
    label: texts.seen,
    width: [9, 0],
    orderBy: "last_seen_at",
    cell: ({ last_seen_at }) =>
      last_seen_at ? <Time at={last_seen_at} as="relative" /> : texts.never,
  },
];

interface UsersProps {
  filter: UsersFilter;
  onFilter: (part: UsersFilter) => void;
}

/** Everybody who has an account. */
export function Users({ filter, onFilter }: UsersProps) {
  // Whoever opens this page is told all of it (see the route).
  const rows = useSparseRows<User>((range) => usersPage(filter)(range) as never);
  if (rows.count === undefined)
    return rows.error ? <Failed error={rows.error} retry={rows.refetch} /> : <Loading rows={10} />;
  if (rows.count === 0) return <Empty title={texts.none}>{texts.noneText}</Empty>;
  return (
    <DataTable
      label={texts.title}
      columns={COLUMNS}
      rows={rows}
      nameOf={({ display_name }) => display_name}
      ordering={filter.ordering}
      onSort={(column) => onFilter({ ordering: nextOrdering(filter.ordering, column) })}
    />
  );
}
