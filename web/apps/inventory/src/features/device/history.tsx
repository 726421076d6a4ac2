import { type Column, DataTable } from "@labwright/ui/data-table";
import { Empty, Failed, Loading } from "@labwright/ui/faces";
import { plainWords } from "@labwright/ui/logic/plain-words";
import { useSparseRows } from "@labwright/ui/sparse-pages";
import { Time } from "@labwright/ui/time";

import { historyPage } from "../../queries/device-parts.ts";
import type { HistoryEntry } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.history;

function Value({ value, gone }: { value: unknown; gone?: boolean }) {
  if (value === null || value === undefined) return <span className="text-ink-faint">–</span>;
  const text = plainWords(value);
  const Mark = gone ? "del" : "ins";
  return (
    <Mark title={text} className={`reading no-underline ${gone ? "text-bad" : "text-ok"}`}>
      {text}
    </Mark>
  );
}

const COLUMNS: readonly Column<HistoryEntry>[] = [
  { id: "at", label: texts.at, width: [12.5, 0], cell: ({ at }) => <Time at={at} /> },
  {
    id: "who",
    label: texts.who,
    width: [8, 1],
    cell: ({ actor_name, actor }) => actor_name || actor,
  },
  {
    id: "what",
    label: texts.what,
    width: [8, 0],
    cell: ({ action }) => texts.actions[action] ?? action,
  },
  {
    id: "field",
    label: texts.field,
    width: [8, 1],
    cell: ({ field }) => words.device[field as "name"] ?? field,
  },
  {
    id: "before",
    label: texts.before,
    width: [11, 2],
    cell: ({ old }) => <Value gone value={old} />,
  },
  {
    id: "after",
    label: texts.after,
    width: [11, 2],
    cell: (entry) => <Value value={entry.new} />,
  },
];

/** What happened to a device, field by field. */
export function History({ deviceId }: { deviceId: number }) {
  const rows = useSparseRows<HistoryEntry>(historyPage(deviceId));
  if (rows.count === undefined)
    return rows.error ? <Failed error={rows.error} retry={rows.refetch} /> : <Loading />;
  if (rows.count === 0) return <Empty title={texts.none} />;
  return (
    <DataTable
      label={words.page.history}
      columns={COLUMNS}
      rows={rows}
      nameOf={({ field }) => field}
      height="calc(100dvh - 18rem)"
    />
  );
}
