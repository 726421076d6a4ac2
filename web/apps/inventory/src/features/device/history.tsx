import { IconButton } from "@labwright/ui/button";
import { type Column, DataTable } from "@labwright/ui/data-table";
import { Empty, Failed, Loading } from "@labwright/ui/faces";
import { plainWords } from "@labwright/ui/logic/plain-words";
import { useSparseRows } from "@labwright/ui/sparse-pages";
import { Time } from "@labwright/ui/time";
import HistoryIcon from "lucide-react/icons/history";
import { useMemo } from "react";

import { historyPage } from "../../queries/device-parts.ts";
import type { HistoryEntry } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { MomentForm, Past } from "./past.tsx";

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

const seeColumn = (onAt: (at: string) => void): Column<HistoryEntry> => ({
  id: "see",
  label: "",
  width: [4, 0],
  cell: ({ at }) => (
    <IconButton
      small
      label={words.past.see}
      icon={<HistoryIcon aria-hidden />}
      onClick={() => onAt(at)}
    />
  ),
});

interface HistoryProps {
  deviceId: number;
  /** The instant at which the device is looked at; else its history is listed. */
  at: string | undefined;
  onAt: (at: string | undefined) => void;
}

/** What happened to a device, and what it was at any time. */
export function History({ deviceId, at, onAt }: HistoryProps) {
  return (
    <>
      <MomentForm at={at} onAt={onAt} />
      {at === undefined ? (
        <Entries deviceId={deviceId} onAt={onAt} />
      ) : (
        <Past key={at} deviceId={deviceId} at={at} />
      )}
    </>
  );
}

/** Field by field, the newest first. */
function Entries({ deviceId, onAt }: Omit<HistoryProps, "at">) {
  const columns = useMemo(() => [...COLUMNS, seeColumn(onAt)], [onAt]);
  const rows = useSparseRows<HistoryEntry>(historyPage(deviceId));
  if (rows.count === undefined)
    return rows.error ? <Failed error={rows.error} retry={rows.refetch} /> : <Loading />;
  if (rows.count === 0) return <Empty title={texts.none} />;
  return (
    <DataTable
      label={words.page.history}
      columns={columns}
      rows={rows}
      nameOf={({ field }) => field}
      height="calc(100dvh - 23rem)"
    />
  );
}
