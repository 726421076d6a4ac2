import { type Column, DataTable } from "@labwright/ui/data-table";
import { Failed } from "@labwright/ui/faces";
import { FilterMenu } from "@labwright/ui/filter-menu";
import { useSparseRows } from "@labwright/ui/sparse-pages";
import { useState } from "react";

import { DeviceLink } from "../../components/device-link.tsx";
import { RowBadge } from "../../components/states.tsx";
import { importRowsPage } from "../../queries/imports.ts";
import type { ImportRow } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { changesOf } from "./changes.ts";

const texts = words.imports;
const ACTIONS = Object.keys(words.rowAction) as ImportRow["action"][];

const COLUMNS: readonly Column<ImportRow>[] = [
  { id: "row", label: texts.row, width: [5, 0], numeric: true, cell: ({ row }) => row },
  {
    id: "action",
    label: texts.action,
    width: [9, 0],
    cell: ({ action }) => <RowBadge action={action} />,
  },
  {
    id: "key",
    label: texts.key,
    width: [11, 1],
    cell: ({ key, device_id }) =>
      device_id === null ? key : <DeviceLink id={device_id}>{key}</DeviceLink>,
  },
  {
    id: "changes",
    label: texts.difference,
    width: [26, 3],
    cell: (row) => <Difference row={row} />,
  },
];

/** Row by row what an import did, or would do. */
export function ImportRows({ importId, errorsFirst }: { importId: number; errorsFirst: boolean }) {
  const [action, setAction] = useState<ImportRow["action"][]>(errorsFirst ? ["error"] : []);
  const rows = useSparseRows<ImportRow>(importRowsPage(importId, action));
  if (rows.error && rows.count === undefined)
    return <Failed error={rows.error} retry={rows.refetch} />;
  return (
    <div className="flex flex-col gap-3">
      <FilterMenu
        label={texts.action}
        values={action}
        choices={ACTIONS.map((value) => ({ value, label: words.rowAction[value] }))}
        onChange={(next) => setAction(next as ImportRow["action"][])}
      />
      <DataTable
        label={texts.rows}
        columns={COLUMNS}
        rows={rows}
        nameOf={({ key }) => key}
        height="60dvh"
      />
    </div>
  );
}

function Difference({ row }: { row: ImportRow }) {
  if (row.errors.length > 0) {
    const text = row.errors
      .map(({ column, message }) => (column ? `${column}: ${message}` : message))
      .join(" · ");
    return (
      <span className="text-bad" title={text}>
        {text}
      </span>
    );
  }
  const changes = changesOf(row.changes);
  const title = changes.map(({ field, before, after }) => `${field}: ${before} → ${after}`);
  return (
    <span title={title.join("\n")}>
      {changes.map(({ field, before, after }) => (
        <span key={field} className="mr-4">
          <span className="text-ink-faint">{field}</span>{" "}
          {before && <del className="text-bad">{before}</del>}{" "}
          <ins className="no-underline text-ok">{after || "–"}</ins>
        </span>
      ))}
    </span>
  );
}
