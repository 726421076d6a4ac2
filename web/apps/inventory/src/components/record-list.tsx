import { Button } from "@labwright/ui/button";
import { type Column, DataTable } from "@labwright/ui/data-table";
import { Empty, Faces } from "@labwright/ui/faces";
import { controlClasses } from "@labwright/ui/field";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { words as uiWords } from "@labwright/ui/logic/words";
import { Page } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { allRows } from "@labwright/ui/sparse-pages";
import type { UseQueryResult } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { type ReactNode, useMemo, useState } from "react";

import { words } from "../words.ts";
import {
  type NamedRecord,
  type Open,
  type RecordActions,
  RecordDialogs,
  RowActions,
} from "./record-dialogs.tsx";

interface RecordListProps<Item extends NamedRecord> {
  title: string;
  /** What one of them is called, such as `tag`. */
  one: string;
  query: UseQueryResult<Item[]>;
  actions: RecordActions<Item>;
  fields: readonly FieldSpec[];
  columns: readonly Column<Item>[];
  empty: { title: string; text: string };
  /** More to do on this page. */
  more?: ReactNode;
}

/** A page of all records of a small kind: find, add, change, remove. */
export function RecordList<Item extends NamedRecord>(props: RecordListProps<Item>) {
  const { title, one, query, actions, fields, columns, empty, more } = props;
  const mayWrite = useMay(actions.permission);
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState<Open<Item>>(null);
  const wanted = typed.trim().toLocaleLowerCase();
  const shown = useMemo(
    () => (query.data ?? []).filter((item) => item.name.toLocaleLowerCase().includes(wanted)),
    [query.data, wanted],
  );
  const withActions = useMemo(
    () => (mayWrite ? [...columns, actionColumn<Item>(setOpen)] : columns),
    [columns, mayWrite],
  );
  const add = mayWrite && (
    <Button look="primary" onClick={() => setOpen({ kind: "new" })}>
      <Plus aria-hidden />
      {words.add(one)}
    </Button>
  );
  return (
    <Page
      title={title}
      beside={query.data && <span className="reading text-ink-faint">{query.data.length}</span>}
      actions={
        <>
          {more}
          {add}
        </>
      }
    >
      <Faces
        query={query}
        empty={(items) =>
          items.length === 0 && (
            <Empty title={empty.title} action={add}>
              {empty.text}
            </Empty>
          )
        }
      >
        {() => (
          <div className="flex flex-col gap-3">
            <input
              type="search"
              aria-label={uiWords.filter.search}
              placeholder={uiWords.filter.search}
              className={`${controlClasses} max-w-xs`}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <DataTable
              label={title}
              columns={withActions}
              rows={allRows(shown)}
              nameOf={(item) => item.name}
              height="calc(100dvh - 15rem)"
            />
          </div>
        )}
      </Faces>
      <RecordDialogs {...{ one, actions, fields, open }} close={() => setOpen(null)} />
    </Page>
  );
}

function actionColumn<Item extends NamedRecord>(open: (what: Open<Item>) => void): Column<Item> {
  return {
    id: "actions",
    label: "",
    width: [5.5, 0],
    cell: (item) => <RowActions {...{ item, open }} />,
  };
}
