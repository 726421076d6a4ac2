import { Tag } from "@labwright/ui/badge";
import { plainWords } from "@labwright/ui/logic/plain-words";
import { Facts, Panel } from "@labwright/ui/page";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { linkClasses } from "../../components/device-link.tsx";
import { feedsQuery } from "../../queries/device-parts.ts";
import type { Device } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { Health } from "./health.tsx";

const texts = words.device;

const reading = (value: string | null) => value && <span className="reading">{value}</span>;

export function Overview({ device }: { device: Device }) {
  return (
    <div className="grid items-start gap-5 md:grid-cols-2 xl:grid-cols-3">
      <Panel title={words.page.identity}>
        <Facts
          facts={[
            { name: texts.oi_id, value: reading(device.oi_id) },
            { name: texts.serial_number, value: reading(device.serial_number) },
            {
              name: texts.type,
              value: (
                <Link
                  to="/types/$typeId"
                  params={{ typeId: String(device.device_type_id) }}
                  className={linkClasses}
                >
                  {device.device_type.name}
                </Link>
              ),
            },
            { name: texts.manufacturer, value: device.manufacturer?.name },
            { name: texts.model, value: device.model },
            {
              name: texts.tags,
              value: device.tags.length > 0 && (
                <span className="flex flex-wrap gap-1">
                  {device.tags.map((name) => (
                    <Link key={name} to="/devices" search={{ tag: [name] }}>
                      <Tag>{name}</Tag>
                    </Link>
                  ))}
                </span>
              ),
            },
          ]}
        />
      </Panel>
      <Place device={device} />
      <Use device={device} />
      <Health deviceId={device.id} />
      {device.notes && (
        <Panel title={texts.notes} className="md:col-span-2">
          <p className="max-w-prose whitespace-pre-wrap wrap-anywhere">{device.notes}</p>
        </Panel>
      )}
      {device.attributes && Object.keys(device.attributes).length > 0 && (
        <Panel title={words.page.attributes}>
          <Facts
            facts={Object.entries(device.attributes).map(([name, value]) => ({
              name,
              value: reading(plainWords(value)),
            }))}
          />
        </Panel>
      )}
    </div>
  );
}

function Place({ device }: { device: Device }) {
  return (
    <Panel title={words.page.place}>
      <Facts
        facts={[
          {
            name: texts.site,
            value: device.site && (
              <Link
                to="/sites/$siteId"
                params={{ siteId: String(device.site.id) }}
                className={linkClasses}
              >
                {device.site.name}
              </Link>
            ),
          },
          {
            name: texts.rack,
            value: device.rack && (
              <Link
                to="/racks/$rackId"
                params={{ rackId: String(device.rack.id) }}
                className={linkClasses}
              >
                {device.rack.name}
                {device.u_position !== null && `, ${words.page.unit(device.u_position)}`}
              </Link>
            ),
          },
          { name: texts.hostname, value: reading(device.hostname) },
          { name: texts.mgmt_ip, value: reading(device.mgmt_ip) },
          { name: texts.polatis_name, value: reading(device.polatis_name) },
          { name: words.page.feeds, value: <Feeds deviceId={device.id} /> },
        ]}
      />
    </Panel>
  );
}

function Feeds({ deviceId }: { deviceId: number }) {
  const outlets = useQuery(feedsQuery(deviceId)).data?.results ?? [];
  if (outlets.length === 0) return <span className="text-ink-faint">{words.page.noFeeds}</span>;
  return outlets.map(({ pdu, number }) => (
    <Link
      key={`${pdu.id} ${number}`}
      to="/pdus/$pduId"
      params={{ pduId: String(pdu.id) }}
      className={`block ${linkClasses}`}
    >
      {words.page.outlet(pdu.name, number)}
    </Link>
  ));
}

function Use({ device }: { device: Device }) {
  const bookable = device.effective_schedulable ? words.yes : words.no;
  return (
    <Panel title={words.page.use}>
      <Facts
        facts={[
          {
            name: texts.schedulable,
            value: device.schedulable === null ? `${bookable} (${texts.asType})` : bookable,
          },
          { name: texts.capacity, value: device.effective_capacity },
          { name: texts.steward, value: device.steward?.display_name },
          { name: texts.owner_group, value: device.owner_group?.name },
          { name: texts.created_at, value: <Time at={device.created_at} /> },
          { name: texts.updated_at, value: <Time at={device.updated_at} /> },
        ]}
      />
    </Panel>
  );
}
