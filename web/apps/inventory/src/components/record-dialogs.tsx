import { IconButton } from "@labwright/ui/button";
import { Confirm } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import type { Body, FieldSpec } from "@labwright/ui/logic/record-fields";
import { words as uiWords } from "@labwright/ui/logic/words";
import { RecordDialog, type SaveAs, type Versioned } from "@labwright/ui/record-dialog";
import { notify } from "@labwright/ui/toast";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import Pencil from "lucide-react/icons/pencil";
import Trash2 from "lucide-react/icons/trash-2";

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

/** Which dialog about a record is open. */
export type Open<Item> = { kind: "new" } | { kind: "edit" | "remove"; item: Item } | null;

interface RowActionsProps<Item> {
  item: Item;
  open: (what: Open<Item>) => void;
}

/** The ways to change and to remove one record. */
export function RowActions<Item extends NamedRecord>({ item, open }: RowActionsProps<Item>) {
  return (
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
  );
}

interface RecordDialogsProps<Item extends NamedRecord> {
  one: string;
  actions: RecordActions<Item>;
  fields: readonly FieldSpec[];
  open: Open<Item>;
  close: () => void;
}

/** Makes, changes or removes a record, as was chosen. */
export function RecordDialogs<Item extends NamedRecord>(props: RecordDialogsProps<Item>) {
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
