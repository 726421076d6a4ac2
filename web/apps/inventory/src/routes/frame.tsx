import { type NavigationGroup, Shell } from "@labwright/ui/shell";
import { SignedIn } from "@labwright/ui/signed-in";
import { Outlet } from "@tanstack/react-router";
import Building2 from "lucide-react/icons/building-2";
import ChartBar from "lucide-react/icons/chart-bar";
import Cpu from "lucide-react/icons/cpu";
import Factory from "lucide-react/icons/factory";
import FileInput from "lucide-react/icons/file-input";
import Plug from "lucide-react/icons/plug";
import Server from "lucide-react/icons/server";
import Shapes from "lucide-react/icons/shapes";
import TagIcon from "lucide-react/icons/tag";
import Wrench from "lucide-react/icons/wrench";

import { words } from "../words.ts";

const texts = words.navigation;

const GROUPS: readonly NavigationGroup[] = [
  {
    label: texts.hardware,
    links: [
      { to: "/devices", label: texts.devices, icon: <Cpu aria-hidden /> },
      { to: "/racks", label: texts.racks, icon: <Server aria-hidden /> },
      { to: "/maintenance", label: texts.maintenance, icon: <Wrench aria-hidden /> },
      { to: "/pdus", label: texts.pdus, icon: <Plug aria-hidden /> },
    ],
  },
  {
    label: texts.catalogue,
    links: [
      { to: "/types", label: texts.types, icon: <Shapes aria-hidden /> },
      { to: "/manufacturers", label: texts.manufacturers, icon: <Factory aria-hidden /> },
      { to: "/sites", label: texts.sites, icon: <Building2 aria-hidden /> },
      { to: "/tags", label: texts.tags, icon: <TagIcon aria-hidden /> },
    ],
  },
  {
    label: texts.records,
    links: [
      { to: "/statistics", label: texts.statistics, icon: <ChartBar aria-hidden /> },
      { to: "/imports", label: texts.imports, icon: <FileInput aria-hidden /> },
    ],
  },
];

export function Frame() {
  return (
    <SignedIn>
      {(me) => (
        <Shell app="inventory" me={me} groups={GROUPS}>
          <Outlet />
        </Shell>
      )}
    </SignedIn>
  );
}
