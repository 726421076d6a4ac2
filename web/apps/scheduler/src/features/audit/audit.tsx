import { Badge } from "@labwright/ui/badge";
import { type Column, DataTable } from "@labwright/ui/data-table";
import { Empty, Failed, Loading } from "@labwright/ui/faces";
import { useSparseRows } from "@labwright/ui/sparse-pages";
import { Time } from "@labwright/ui/time";
import { useMemo, useState } from "react";

import { type AuditFilter, auditPage, type Entry } from "../../queries/audit.ts";
import { adminWords } from "../../words/admin.ts";
import { EntryDialog } from "./entry-dialog.tsx";

const texts = adminWords.audit;

export function OutcomeBadge({ outcome }: { outcome: string }) {
  const done = outcome === "done";
  return (
    <Badge tone={done ? "ok" : "bad"} pattern={done ? "solid" : "cross"}>
      {texts.outcomes[outcome] ?? outcome}
    </Badge>
  );
}

function columnsOf(open: (entry: Entry) => void): readonly Column<Entry>[] {
  return [
    {
      id: "action",
      label: texts.action,
      width: [14, 2],
      cell: (entry) => (
        <button
          type="button"
          title={texts.open(entry.action)}
          className="reading max-w-full truncate underline-offset-4 hover:text-accent hover:underline"
          onClick={() => open(entry)}
        >
          {entry.action}
        </button>
      ),
    },
    { id: "at", label: texts.at, width: [11, 0], cell: ({ at }) => <Time at={at} /> },
    {
      id: "who",
      label: texts.who,
      width: [9, 1],
      cell: ({ actor, actor_name }) => <span title={actor}>{actor_name || actor}</span>,
    },
    {
      id: "target",
      label: texts.target,
      width: [9, 1],
      cell: ({ target }) => <span className="reading">{target}</span>,
    },
    {
      id: "outcome",
      label: texts.outcome,
      width: [7, 0],
      cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
    },
    {
      id: "reason",
      label: texts.reason,
      width: [10, 3],
      cell: ({ reason }) => <span title={reason}>{reason}</span>,
    },
  ];
}

interface AuditProps {
  filter: AuditFilter;
  onNarrow: (part: AuditFilter) => void;
}

/** Who did what to which object, the newest first. */
export function Audit({ filter, onNarrow }: AuditProps) {
  const rows = useSparseRows<Entry>(auditPage(filter));
  const [open, setOpen] = useState<Entry | null>(null);
  const columns = useMemo(() => columnsOf(setOpen), []);
  if (rows.count === undefined)
    return rows.error ? <Failed error={rows.error} retry={rows.refetch} /> : <Loading rows={10} />;
  if (rows.count === 0) return <Empty title={texts.none}>{texts.noneText}</Empty>;
  return (
    <>
      <DataTable
        label={texts.title}
        columns={columns}
        rows={rows}
        nameOf={({ action }) => action}
      />
      {open && (
        <EntryDialog
          entry={open}
          onNarrow={(part) => {
            setOpen(null);
            onNarrow(part);
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
