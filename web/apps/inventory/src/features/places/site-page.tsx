import { inventory, once, take } from "@labwright/api/client";
import { Button, buttonClasses } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { Facts, Page, Panel } from "@labwright/ui/page";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { useMay } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";

import { linkClasses } from "../../components/device-link.tsx";
import { locationsQuery, racksQuery, sitesQuery } from "../../queries/catalogue.ts";
import type { Location, Site } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.sites;

const ROOM_FIELDS: readonly FieldSpec[] = [
  { name: "name", label: texts.name, kind: "text", required: true },
  { name: "description", label: texts.description, kind: "text" },
];

export function SitePage({ id }: { id: number }) {
  const query = useQuery(sitesQuery);
  return (
    <Faces query={query}>
      {(sites) => {
        const site = sites.find((one) => one.id === id);
        return site ? <Shown site={site} /> : <Empty title={words.missing} />;
      }}
    </Faces>
  );
}

function Shown({ site }: { site: Site }) {
  return (
    <Page
      title={site.name}
      above={<Link to="/sites">{texts.title}</Link>}
      actions={
        <Link to="/devices" search={{ site_id: [site.id] }} className={buttonClasses()}>
          {texts.devices}
        </Link>
      }
    >
      <div className="grid items-start gap-5 lg:grid-cols-3">
        <Panel>
          <Facts
            facts={[
              { name: texts.address, value: site.address },
              { name: texts.time_zone, value: site.time_zone },
              { name: texts.description, value: site.description },
              { name: texts.notes, value: site.notes },
            ]}
          />
        </Panel>
        <Rooms siteId={site.id} />
        <Racks siteId={site.id} />
      </div>
    </Page>
  );
}

function Racks({ siteId }: { siteId: number }) {
  const racks = (useQuery(racksQuery).data ?? []).filter((rack) => rack.site_id === siteId);
  return (
    <Panel title={texts.racks}>
      {racks.length === 0 && <p className="text-ink-faint">{words.racks.noneYet}</p>}
      <ul>
        {racks.map(({ id, name, height }) => (
          <li key={id} className="flex justify-between border-b border-line py-1.5 last:border-0">
            <Link to="/racks/$rackId" params={{ rackId: String(id) }} className={linkClasses}>
              {name}
            </Link>
            <span className="reading text-ink-faint">{words.racks.units(height)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Rooms({ siteId }: { siteId: number }) {
  const rooms = (useQuery(locationsQuery).data ?? []).filter((room) => room.site_id === siteId);
  const mayWrite = useMay("inventory:catalog:write");
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  return (
    <Panel
      title={texts.rooms}
      actions={
        mayWrite && (
          <Button small onClick={() => setOpen(true)}>
            <Plus aria-hidden />
            {words.add(texts.room)}
          </Button>
        )
      }
    >
      {rooms.length === 0 && <p className="text-ink-faint">{texts.noRooms}</p>}
      <ul>
        {rooms.map(({ id, name, description }) => (
          <li key={id} className="border-b border-line py-1.5 last:border-0">
            {name}
            {description && <span className="block text-xs text-ink-faint">{description}</span>}
          </li>
        ))}
      </ul>
      {open && (
        <RecordDialog<Location>
          title={words.add(texts.room)}
          fields={ROOM_FIELDS}
          item={null}
          save={(body, as) =>
            take(
              inventory.POST("/api/v1/inventory/locations", {
                body: { ...(body as { name: string }), site_id: siteId },
                headers: once(as.key ?? ""),
              }),
            )
          }
          onSaved={({ name }) => {
            void queries.invalidateQueries({ queryKey: locationsQuery.queryKey });
            notify(words.added(name));
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </Panel>
  );
}
