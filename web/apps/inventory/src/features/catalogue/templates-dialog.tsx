import { ifMatch, inventory, take } from "@labwright/api/client";
import { Button, IconButton } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { LeaveGuard } from "@labwright/ui/leave-guard";
import { words as uiWords } from "@labwright/ui/logic/words";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { type ReactNode, useState } from "react";

import type { DeviceType, Templates } from "../../queries/types.ts";
import { words } from "../../words.ts";

interface TemplatesDialogProps<List extends "ports" | "outlets"> {
  type: DeviceType;
  templates: Templates;
  /** Which of the templates are changed; all others stay as they are. */
  list: List;
  title: string;
  add: string;
  saved: string;
  blank: Templates[List][number];
  /** The fields of one; three cells of the row. */
  fields: (
    row: Templates[List][number],
    put: (change: Partial<Templates[List][number]>) => void,
  ) => ReactNode;
  onClose: () => void;
}

/** Changes which ports or outlets devices of a type get. */
export function TemplatesDialog<List extends "ports" | "outlets">(
  props: TemplatesDialogProps<List>,
) {
  const { type, templates, list, title, blank, fields, onClose } = props;
  type Row = Templates[List][number];
  const queries = useQueryClient();
  const [rows, setRows] = useState<readonly Row[]>(templates[list]);
  const saving = useMutation({
    mutationFn: () => {
      const { ports, outlets, components } = templates;
      return take(
        inventory.PUT("/api/v1/inventory/device-types/{device_type_id}/templates", {
          params: { path: { device_type_id: type.id } },
          body: { ports, outlets, components, [list]: rows },
          headers: ifMatch(type.version),
        }),
      );
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["inventory", "device-types"] });
      notify(props.saved);
      onClose();
    },
  });
  return (
    <>
      <LeaveGuard dirty={() => rows !== templates[list] && !saving.isSuccess} />
      <Dialog
        open
        wide
        insistent={rows !== templates[list]}
        onClose={onClose}
        title={title}
        actions={
          <>
            <Button onClick={onClose}>{uiWords.cancel}</Button>
            <Button look="primary" pending={saving.isPending} onClick={() => saving.mutate()}>
              {uiWords.save}
            </Button>
          </>
        }
      >
        <Refusal error={saving.error} />
        <ul className="my-3 flex flex-col gap-3">
          {rows.map((row, index) => (
            // A template has no identity yet but its place.
            <li
              key={index}
              className="grid grid-cols-[1fr_1fr_5rem_2.25rem] items-end gap-2 sm:grid-cols-[2fr_1fr_8rem_2.25rem]"
            >
              {fields(row, (change) =>
                setRows(rows.map((each, at) => (at === index ? { ...each, ...change } : each))),
              )}
              <IconButton
                label={words.types.removeRow(row.name)}
                icon={<X aria-hidden />}
                onClick={() => setRows(rows.filter((_, at) => at !== index))}
              />
            </li>
          ))}
        </ul>
        <Button onClick={() => setRows([...rows, blank])}>
          <Plus aria-hidden />
          {props.add}
        </Button>
      </Dialog>
    </>
  );
}
