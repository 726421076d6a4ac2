import { Button } from "@labwright/ui/button";
import { Faces } from "@labwright/ui/faces";
import { Page } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { type TabPage, Tabs } from "@labwright/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Pencil from "lucide-react/icons/pencil";
import Trash2 from "lucide-react/icons/trash-2";
import { useState } from "react";

import { DeviceDialog } from "../../components/device-dialog.tsx";
import { StatusBadge } from "../../components/states.tsx";
import { deviceQuery } from "../../queries/devices.ts";
import type { Device } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { Bookings } from "./bookings.tsx";
import { Files } from "./files.tsx";
import { History } from "./history.tsx";
import { Label } from "./label.tsx";
import { DeviceMaintenance } from "./device-maintenance.tsx";
import { Overview } from "./overview.tsx";
import { Ports } from "./ports.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";

const texts = words.page;

export const DEVICE_TABS = [
  "overview",
  "ports",
  "bookings",
  "maintenance",
  "history",
  "files",
  "label",
] as const;
export type DeviceTab = (typeof DEVICE_TABS)[number];

interface DevicePageProps {
  id: number;
  tab: DeviceTab;
  onTab: (tab: DeviceTab) => void;
  /** The instant at which its past is looked at. */
  at: string | undefined;
  onAt: (at: string | undefined) => void;
  onRemoved: () => void;
}

export function DevicePage(props: DevicePageProps) {
  const { id, tab, onTab, onRemoved } = props;
  const query = useQuery(deviceQuery(id));
  return (
    <Faces query={query}>
      {(device) => (
        <Page
          title={device.name}
          above={<Link to="/devices">{words.device.title}</Link>}
          beside={
            <>
              <StatusBadge status={device.status} />
              <span className="text-ink-soft">{device.device_type.name}</span>
            </>
          }
          actions={<Actions device={device} onRemoved={onRemoved} />}
        >
          <Tabs label={texts.tabs} pages={pages(device, props)} chosen={tab} onChoose={onTab} />
        </Page>
      )}
    </Faces>
  );
}

function pages(
  device: Device,
  { at, onAt }: Pick<DevicePageProps, "at" | "onAt">,
): TabPage<DeviceTab>[] {
  return [
    { id: "overview", label: texts.overview, content: <Overview device={device} /> },
    { id: "ports", label: texts.ports, content: <Ports device={device} /> },
    { id: "bookings", label: texts.bookings, content: <Bookings deviceId={device.id} /> },
    {
      id: "maintenance",
      label: texts.maintenance,
      content: <DeviceMaintenance device={device} />,
    },
    {
      id: "history",
      label: texts.history,
      content: <History deviceId={device.id} at={at} onAt={onAt} />,
    },
    { id: "files", label: texts.files, content: <Files deviceId={device.id} /> },
    { id: "label", label: texts.label, content: <Label device={device} /> },
  ];
}

function Actions({ device, onRemoved }: { device: Device; onRemoved: () => void }) {
  const mayChange = useMay("inventory:device:write");
  const mayRemove = useMay("inventory:device:delete");
  const [open, setOpen] = useState<"change" | "remove" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      {mayRemove && (
        <Button look="quiet" onClick={() => setOpen("remove")}>
          <Trash2 aria-hidden />
          {words.device.remove}
        </Button>
      )}
      {mayChange && (
        <Button onClick={() => setOpen("change")}>
          <Pencil aria-hidden />
          {words.bulk.edit}
        </Button>
      )}
      {open === "change" && <DeviceDialog device={device} onClose={close} />}
      {open === "remove" && <RemoveDialog device={device} onRemoved={onRemoved} onClose={close} />}
    </>
  );
}
