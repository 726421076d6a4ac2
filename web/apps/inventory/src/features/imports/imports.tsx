import { buttonClasses } from "@labwright/ui/button";
import { type Column, DataTable } from "@labwright/ui/data-table";
import { Empty, Failed, Loading } from "@labwright/ui/faces";
import { Page } from "@labwright/ui/page";
import { useSparseRows } from "@labwright/ui/sparse-pages";
import { Time } from "@labwright/ui/time";
import { Link } from "@tanstack/react-router";

import { linkClasses } from "../../components/device-link.tsx";
import { ImportBadge } from "../../components/states.tsx";
import { importsPage } from "../../queries/imports.ts";
import type { Import } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.imports;

const COLUMNS: readonly Column<Import>[] = [
  {
    id: "file",
    label: texts.file,
    width: [14, 2],
    cell: ({ id, filename }) => (
      <Link to="/imports/$importId" params={{ importId: String(id) }} className={linkClasses}>
        {filename}
      </Link>
    ),
  },
  {
    id: "state",
    label: texts.state,
    width: [9, 0],
    cell: ({ state }) => <ImportBadge state={state} />,
  },
  {
    id: "what",
    label: texts.what,
    width: [14, 2],
    cell: ({ summary, dry_run }) => (
      <span className="reading">
        +{summary.create} ~{summary.update} ={summary.unchanged}
        {summary.error > 0 && <span className="text-bad"> !{summary.error}</span>}
        {dry_run && <span className="text-ink-faint"> {texts.dry}</span>}
      </span>
    ),
  },
  { id: "who", label: texts.who, cell: ({ actor_name }) => actor_name },
  {
    id: "when",
    label: texts.when,
    width: [12, 1],
    cell: ({ created_at }) => <Time at={created_at} />,
  },
];

export function Imports() {
  const rows = useSparseRows<Import>(importsPage);
  const begin = (
    <Link to="/imports/new" className={buttonClasses("primary")}>
      {texts.new}
    </Link>
  );
  return (
    <Page title={texts.title} actions={begin}>
      {rows.count === undefined ? (
        rows.error ? (
          <Failed error={rows.error} retry={rows.refetch} />
        ) : (
          <Loading />
        )
      ) : rows.count === 0 ? (
        <Empty title={texts.noneYet} action={begin}>
          {texts.noneYetText}
        </Empty>
      ) : (
        <DataTable
          label={texts.title}
          columns={COLUMNS}
          rows={rows}
          nameOf={({ filename }) => filename}
          height="calc(100dvh - 12rem)"
        />
      )}
    </Page>
  );
}
