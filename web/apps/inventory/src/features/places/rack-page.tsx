import type { components } from "@labwright/api/generated/inventory";
import { Faces } from "@labwright/ui/faces";
import { Page, Panel } from "@labwright/ui/page";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { DeviceLink } from "../../components/device-link.tsx";
import { StatusBadge } from "../../components/states.tsx";
import { elevationQuery } from "../../queries/catalogue.ts";
import type { DeviceStatus } from "../../queries/types.ts";
import { words } from "../../words.ts";

type Elevation = components["schemas"]["Elevation"];
const texts = words.racks;

export function RackPage({ id }: { id: number }) {
  const query = useQuery(elevationQuery(id));
  return (
    <Faces query={query}>
      {(rack) => (
        <Page
          title={rack.name}
          above={<Link to="/racks">{texts.title}</Link>}
          beside={
            <span className="reading text-ink-faint">
              {texts.used} {texts.units(rack.used)} · {texts.free} {texts.units(rack.free)}
            </span>
          }
        >
          <div className="grid items-start gap-5 lg:grid-cols-[auto_1fr]">
            <div className="overflow-x-auto rounded-lg border border-line bg-panel p-4">
              <img
                src={`/api/v1/inventory/racks/${id}/elevation.svg`}
                alt={texts.elevation(rack.name)}
                className="mx-auto max-w-full"
              />
            </div>
            <Panel title={texts.inside}>
              <Inside devices={rack.devices} />
            </Panel>
          </div>
        </Page>
      )}
    </Faces>
  );
}

function Inside({ devices }: { devices: Elevation["devices"] }) {
  if (devices.length === 0) return <p className="text-ink-faint">{texts.empty}</p>;
  const fromTop = [...devices].sort((a, b) => (b.u_position ?? -1) - (a.u_position ?? -1));
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="engraved text-ink-faint">
          <tr>
            {[texts.unit, texts.device, texts.type, texts.status].map((name) => (
              <th key={name} scope="col" className="border-b border-line-strong px-2 py-1.5">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fromTop.map((device) => (
            <tr key={device.id} className="border-b border-line last:border-0">
              <td className="reading px-2 py-1.5 whitespace-nowrap">
                {device.u_position === null
                  ? texts.unplaced
                  : units(device.u_position, device.u_height)}
              </td>
              <th scope="row" className="px-2 py-1.5 font-medium">
                <DeviceLink id={device.id}>{device.name}</DeviceLink>
              </th>
              <td className="px-2 py-1.5">{device.device_type}</td>
              <td className="px-2 py-1.5">
                <StatusBadge status={device.status as DeviceStatus} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function units(lowest: number, height: number): string {
  const highest = lowest + Math.max(Math.ceil(height), 1) - 1;
  return highest === lowest ? `${lowest}` : `${lowest}–${highest}`;
}
