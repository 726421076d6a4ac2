import { ifMatch, inventory, take } from "@labwright/api/client";
import { Button, IconButton } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import { words as uiWords } from "@labwright/ui/logic/words";
import { useMay } from "@labwright/ui/signed-in";
import { notify, notifyFailure } from "@labwright/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import ArrowRight from "lucide-react/icons/arrow-right";
import Pencil from "lucide-react/icons/pencil";
import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import Unlink from "lucide-react/icons/unlink";
import { useState } from "react";

import { DeviceLink } from "../../components/device-link.tsx";
import { connectionsQuery, portsQuery } from "../../queries/device-parts.ts";
import type { Connection, Device, Port } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { ConnectDialog } from "./connect-dialog.tsx";
import { PortDialog } from "./port-dialog.tsx";

const texts = words.ports;

type Open = { kind: "port"; port: Port | null } | { kind: "connect"; port: Port } | null;

/** What a device has to plug into, and where each of it leads. */
export function Ports({ device }: { device: Device }) {
  const mayWrite = useMay("inventory:device:write");
  const queries = useQueryClient();
  const query = useQuery(portsQuery(device.id));
  const connections = useQuery(connectionsQuery(device.id)).data?.results ?? [];
  const [open, setOpen] = useState<Open>(null);
  const fromType = useMutation({
    mutationFn: () =>
      take(
        inventory.POST("/api/v1/inventory/devices/{device_id}/ports/from-type", {
          params: { path: { device_id: device.id } },
        }),
      ),
    onSuccess: ({ added }) => {
      void queries.invalidateQueries({ queryKey: ["inventory", "devices"] });
      notify(texts.fromTypeDone(added.length));
    },
    onError: notifyFailure,
  });
  const actions = mayWrite && (
    <div className="flex flex-wrap gap-2">
      <Button pending={fromType.isPending} onClick={() => fromType.mutate()}>
        {texts.fromType}
      </Button>
      <Button onClick={() => setOpen({ kind: "port", port: null })}>
        <Plus aria-hidden />
        {texts.add}
      </Button>
    </div>
  );
  return (
    <>
      <Faces
        query={query}
        empty={({ results }) =>
          results.length === 0 && (
            <Empty title={texts.none} action={actions}>
              {texts.noneText}
            </Empty>
          )
        }
      >
        {({ results }) => (
          <div className="flex flex-col gap-3">
            {actions}
            <PortTable ports={results} connections={connections} onOpen={setOpen} />
          </div>
        )}
      </Faces>
      {open?.kind === "port" && (
        <PortDialog deviceId={device.id} port={open.port} onClose={() => setOpen(null)} />
      )}
      {open?.kind === "connect" && <ConnectDialog port={open.port} onClose={() => setOpen(null)} />}
    </>
  );
}

interface PortTableProps {
  ports: readonly Port[];
  connections: readonly Connection[];
  onOpen: (what: Open) => void;
}

const HEADS = [texts.name, texts.kind, texts.direction, texts.leads];

function PortTable({ ports, connections, onOpen }: PortTableProps) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full text-left">
        <thead className="engraved bg-sunken text-ink-soft">
          <tr>
            {HEADS.map((name) => (
              <th key={name} scope="col" className="px-3 py-2">
                {name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {ports.map((port) => (
            <PortRow
              key={port.id}
              port={port}
              connection={connections.find((one) => one.port.id === port.id)}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PortRowProps {
  port: Port;
  connection: Connection | undefined;
  onOpen: (what: Open) => void;
}

function PortRow({ port, connection, onOpen }: PortRowProps) {
  return (
    <tr className="border-t border-line">
      <th scope="row" className="reading px-3 py-1.5 font-medium">
        {port.name}
      </th>
      <td className="px-3 py-1.5">{port.kind}</td>
      <td className="px-3 py-1.5">{words.direction[port.direction]}</td>
      <td className="px-3 py-1.5">
        {connection ? (
          <span className="flex items-center gap-2">
            <ArrowRight aria-hidden className="size-4 text-ink-faint" />
            <DeviceLink id={connection.peer.device.id}>{connection.peer.device.name}</DeviceLink>
            <span className="reading text-ink-faint">{connection.peer.name}</span>
            <span className="text-xs text-ink-faint">{words.linkKind[connection.kind]}</span>
          </span>
        ) : (
          <span className="text-ink-faint">{texts.free}</span>
        )}
      </td>
      <td className="w-0 px-3 py-1.5">
        <PortActions port={port} connection={connection} onOpen={onOpen} />
      </td>
    </tr>
  );
}

function PortActions({ port, connection, onOpen }: PortRowProps) {
  const mayWrite = useMay("inventory:device:write");
  const queries = useQueryClient();
  const done = (text: string) => {
    void queries.invalidateQueries({ queryKey: ["inventory", "devices"] });
    notify(text);
  };
  const disconnecting = useMutation({
    mutationFn: async (linkId: number) => {
      const params = { path: { link_id: linkId } };
      // A list of connections does not tell the versions of their links.
      const { version } = await take(
        inventory.GET("/api/v1/inventory/links/{link_id}", { params }),
      );
      return take(
        inventory.DELETE("/api/v1/inventory/links/{link_id}", {
          params,
          headers: ifMatch(version),
        }),
      );
    },
    onSuccess: () => done(texts.disconnected),
    onError: notifyFailure,
  });
  const removing = useMutation({
    mutationFn: () =>
      take(
        inventory.DELETE("/api/v1/inventory/ports/{port_id}", {
          params: { path: { port_id: port.id } },
          headers: ifMatch(port.version),
        }),
      ),
    onSuccess: () => done(texts.removed),
    onError: notifyFailure,
  });
  if (!mayWrite) return null;
  return (
    <span className="flex justify-end gap-1">
      {connection ? (
        <IconButton
          small
          label={`${texts.disconnect} ${port.name}`}
          icon={<Unlink aria-hidden />}
          pending={disconnecting.isPending}
          onClick={() => disconnecting.mutate(connection.link_id)}
        />
      ) : (
        <Button
          small
          aria-label={texts.connectTitle(port.name)}
          onClick={() => onOpen({ kind: "connect", port })}
        >
          {texts.connect}
        </Button>
      )}
      <IconButton
        small
        label={`${uiWords.edit}: ${port.name}`}
        icon={<Pencil aria-hidden />}
        onClick={() => onOpen({ kind: "port", port })}
      />
      <IconButton
        small
        label={`${uiWords.remove}: ${port.name}`}
        icon={<Trash2 aria-hidden />}
        pending={removing.isPending}
        onClick={() => removing.mutate()}
      />
    </span>
  );
}
