import { Button, IconButton } from "@labwright/ui/button";
import { type Column, DataTable } from "@labwright/ui/data-table";
import { Confirm } from "@labwright/ui/dialog";
import { Empty, Faces, Refusal } from "@labwright/ui/faces";
import { controlClasses } from "@labwright/ui/field";
import type { Body, FieldSpec } from "@labwright/ui/logic/record-fields";
import { words as uiWords } from "@labwright/ui/logic/words";
import { Page } from "@labwright/ui/page";
import { RecordDialog, type SaveAs, type Versioned } from "@labwright/ui/record-dialog";
import { useMay } from "@labwright/ui/signed-in";
import { allRows } from "@labwright/ui/sparse-pages";
import { notify } from "@labwright/ui/toast";
import {
  type QueryKey,
  useMutation,
  type UseQueryResult,
  useQueryClient,
} from "@tanstack/react-query";
import Pencil from "lucide-react/icons/pencil";
import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import { type ReactNode, useMemo, useState } from "react";

import { words } from "../words.ts";

export interface NamedRecord extends Versioned {
  id: number;
  name: string;
}

/** How records of a kind are made, changed and removed. */
export interface RecordActions<Item extends NamedRecord> {
  /** What is asked again afterwards. */
  key: QueryKey;
  permission: string;
  create: (body: Body, key: string) => Promise<Item>;
  change: (id: number, body: Body, version: number) => Promise<Item>;
  reload: (id: number) => Promise<Item>;
  remove: (id: number, version: number) => Promise<unknown>;
}

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

type Open<Item> = { kind: "new" } | { kind: "edit" | "remove"; item: Item } | null;

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
    cell: (item) => (
      <span className="flex justify-end gap-1">
        <IconButton
          small
          label={`${uiWords.edit}: ${item.name}`}
          icon={<Pencil aria-hidden />}
          onClick={() => open({ kind: "edit", item })}
        />
        <IconButton
          small
          label={`${uiWords.remove}: ${item.name}`}
          icon={<Trash2 aria-hidden />}
          onClick={() => open({ kind: "remove", item })}
        />
      </span>
    ),
  };
}

interface RecordDialogsProps<Item extends NamedRecord> {
  one: string;
  actions: RecordActions<Item>;
  fields: readonly FieldSpec[];
  open: Open<Item>;
  close: () => void;
}

function RecordDialogs<Item extends NamedRecord>(props: RecordDialogsProps<Item>) {
  const { one, actions, fields, open, close } = props;
  const queries = useQueryClient();
  const done = (text: string) => {
    void queries.invalidateQueries({ queryKey: actions.key });
    notify(text);
    close();
  };
  const removing = useMutation({
    mutationFn: (item: Item) => actions.remove(item.id, item.version),
    onSuccess: (_, item) => done(words.removed(item.name)),
  });
  if (open === null) return null;
  if (open.kind === "remove")
    return (
      <Confirm
        open
        dangerous
        title={words.remove(open.item.name)}
        action={uiWords.remove}
        pending={removing.isPending}
        onConfirm={() => removing.mutate(open.item)}
        onClose={() => {
          removing.reset();
          close();
        }}
      >
        <p className="mb-3">{words.removeText}</p>
        <Refusal error={removing.error} />
      </Confirm>
    );
  const item = open.kind === "edit" ? open.item : null;
  const save = (body: Body, as: SaveAs) =>
    item && as.version !== undefined
      ? actions.change(item.id, body, as.version)
      : actions.create(body, as.key ?? "");
  return (
    <RecordDialog
      title={item ? words.device.edit(item.name) : words.add(one)}
      fields={fields}
      item={item}
      save={save}
      {...(item && { reload: () => actions.reload(item.id) })}
      onSaved={(saved) => done(item ? words.changed(saved.name) : words.added(saved.name))}
      onClose={close}
    />
  );
}
