import { inventory, newKey, once, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Combobox } from "@labwright/ui/combobox";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { words as uiWords } from "@labwright/ui/logic/words";
import { Select } from "@labwright/ui/select";
import { notify } from "@labwright/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { useDeviceSearch } from "../../components/choices.ts";
import { portsQuery } from "../../queries/device-parts.ts";
import type { Connection, Port } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.ports;
type Kind = Connection["kind"];
const KINDS = Object.entries(words.linkKind).map(([value, label]) => ({
  value: value as Kind,
  label,
}));

/** Connects a port with a free one of another device. */
export function ConnectDialog({ port, onClose }: { port: Port; onClose: () => void }) {
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [device, setDevice] = useState("");
  const [peer, setPeer] = useState("");
  const [kind, setKind] = useState<Kind>("fibre");
  const [notes, setNotes] = useState("");
  const search = useDeviceSearch();
  const ports = useQuery({ ...portsQuery(Number(device)), enabled: device !== "" }).data?.results;
  const free = (ports ?? []).filter(({ link_id, id }) => link_id === null && id !== port.id);
  const connecting = useMutation({
    mutationFn: () =>
      take(
        inventory.POST("/api/v1/inventory/links", {
          body: {
            port_a_id: port.id,
            port_b_id: Number(peer),
            kind,
            notes: notes.trim() || null,
          },
          headers: once(key),
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["inventory", "devices"] });
      notify(texts.connected);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={texts.connectTitle(port.name)}
      actions={
        <>
          <Button onClick={onClose}>{uiWords.cancel}</Button>
          <Button
            look="primary"
            disabled={peer === ""}
            pending={connecting.isPending}
            onClick={() => connecting.mutate()}
          >
            {texts.connect}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Refusal error={connecting.error} />
        <Combobox
          label={texts.peerDevice}
          value={device}
          choices={search.choices}
          onSearch={search.onSearch}
          onChange={(next) => {
            setDevice(next);
            setPeer("");
          }}
        />
        {device !== "" && (
          <Combobox
            key={device}
            label={texts.peerPort}
            value={peer}
            hint={ports && free.length === 0 ? texts.noFree : undefined}
            choices={free.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={setPeer}
          />
        )}
        <Select label={texts.linkKind} value={kind} choices={KINDS} onChange={setKind} />
        <TextField
          label={texts.notes}
          value={notes}
          onChange={(event) => setNotes(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
