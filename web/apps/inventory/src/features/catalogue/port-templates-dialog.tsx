import { ifMatch, inventory, take } from "@labwright/api/client";
import { Button, IconButton } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { words as uiWords } from "@labwright/ui/logic/words";
import { Select } from "@labwright/ui/select";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { useState } from "react";

import type { DeviceType, Templates } from "../../queries/types.ts";
import { words } from "../../words.ts";

type Port = Templates["ports"][number];

const DIRECTIONS = (["both", "in", "out"] as const).map((value) => ({
  value,
  label: words.direction[value],
}));

interface PortTemplatesDialogProps {
  type: DeviceType;
  templates: Templates;
  onClose: () => void;
}

/** Changes which ports devices of a type get; outlets and other components stay as they are. */
export function PortTemplatesDialog({ type, templates, onClose }: PortTemplatesDialogProps) {
  const queries = useQueryClient();
  const [ports, setPorts] = useState<Port[]>(templates.ports);
  const saving = useMutation({
    mutationFn: () =>
      take(
        inventory.PUT("/api/v1/inventory/device-types/{device_type_id}/templates", {
          params: { path: { device_type_id: type.id } },
          body: { ports, outlets: templates.outlets, components: templates.components },
          headers: ifMatch(type.version),
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["inventory", "device-types"] });
      notify(words.types.portsSaved);
      onClose();
    },
  });
  const put = (index: number, change: Partial<Port>) =>
    setPorts(ports.map((port, at) => (at === index ? { ...port, ...change } : port)));
  return (
    <Dialog
      open
      wide
      insistent={ports !== templates.ports}
      onClose={onClose}
      title={words.types.ports}
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
        {ports.map((port, index) => (
          // A port has no identity yet but its place.
          <li key={index} className="grid grid-cols-[2fr_1fr_8rem_2.25rem] items-end gap-2">
            <TextField
              label={words.ports.name}
              value={port.name}
              onChange={(event) => put(index, { name: event.target.value })}
            />
            <TextField
              label={words.ports.kind}
              value={port.kind ?? ""}
              onChange={(event) => put(index, { kind: event.target.value })}
            />
            <Select
              label={words.ports.direction}
              value={port.direction ?? "both"}
              choices={DIRECTIONS}
              onChange={(direction) => put(index, { direction })}
            />
            <IconButton
              label={words.types.removePort(port.name)}
              icon={<X aria-hidden />}
              onClick={() => setPorts(ports.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ul>
      <Button onClick={() => setPorts([...ports, { name: "", kind: "fibre", direction: "both" }])}>
        <Plus aria-hidden />
        {words.types.addPort}
      </Button>
    </Dialog>
  );
}
