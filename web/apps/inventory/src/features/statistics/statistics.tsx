import { Empty, Faces } from "@labwright/ui/faces";
import { Page, Panel } from "@labwright/ui/page";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { linkClasses } from "../../components/device-link.tsx";
import type { DeviceFilters } from "../../queries/devices.ts";
import { statisticsQuery } from "../../queries/statistics.ts";
import type { DeviceStatus, Statistics as Counted } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { Bars, type Bar } from "./bars.tsx";

const texts = words.statistics;

export function Statistics() {
  const query = useQuery(statisticsQuery);
  return (
    <Page title={texts.title}>
      <Faces
        query={query}
        empty={({ total, removed }) =>
          total + removed === 0 && (
            <Empty title={words.device.noneYet}>{words.device.noneYetText}</Empty>
          )
        }
      >
        {(counted) => <Shown counted={counted} />}
      </Faces>
    </Page>
  );
}

function Shown({ counted }: { counted: Counted }) {
  const due = counted.maintenance_due.reduce((sum, { count }) => sum + count, 0);
  const bars = (
    shares: Counted["status"],
    filter: (share: { id: number | null; name: string }) => DeviceFilters,
  ): Bar[] =>
    shares.map((share) => ({
      name: share.name || texts.noName,
      count: share.count,
      filter: filter(share),
    }));
  const byId =
    (name: "device_type_id" | "site_id" | "manufacturer_id") => (share: { id: number | null }) =>
      share.id === null ? {} : { [name]: [share.id] };
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
        <Figure name={texts.total}>
          <Link to="/devices" className={linkClasses}>
            {counted.total}
          </Link>
        </Figure>
        <Figure name={texts.schedulable}>{counted.schedulable}</Figure>
        <Figure name={texts.due}>
          <Link to="/maintenance" className={linkClasses}>
            {due}
          </Link>
        </Figure>
        <Figure name={texts.removed}>{counted.removed}</Figure>
      </dl>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Panel title={texts.status}>
          <Bars
            bars={counted.status.map(({ name, count }) => ({
              name: words.status[name as DeviceStatus] ?? name,
              count,
              filter: { status: [name as DeviceStatus] },
            }))}
          />
        </Panel>
        <Panel title={texts.category}>
          <Bars bars={bars(counted.category, ({ name }) => ({ category: [name] }))} />
        </Panel>
        <Panel title={texts.site}>
          <Bars bars={bars(counted.site, byId("site_id"))} />
        </Panel>
        <Panel title={texts.manufacturer}>
          <Bars bars={bars(counted.manufacturer, byId("manufacturer_id"))} />
        </Panel>
        <Panel title={texts.type}>
          <Bars bars={bars(counted.device_type, byId("device_type_id"))} />
        </Panel>
        <Panel title={texts.tag}>
          <Bars bars={bars(counted.tag, ({ name }) => ({ tag: [name] }))} />
        </Panel>
        <Panel title={texts.age}>
          <Bars bars={counted.age.map(({ name, count }) => ({ name, count }))} keepOrder />
        </Panel>
        <Panel title={texts.maintenance}>
          <Bars
            bars={counted.maintenance_due.map(({ name, count }) => ({ name, count }))}
            keepOrder
          />
        </Panel>
      </div>
    </div>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="bg-panel px-4 py-3">
      <dt className="engraved text-ink-faint">{name}</dt>
      <dd className="font-mono text-3xl font-medium tracking-tight tabular-nums">{children}</dd>
    </div>
  );
}
