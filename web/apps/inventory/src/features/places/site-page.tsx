import { buttonClasses } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import { Facts, Page, Panel } from "@labwright/ui/page";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { linkClasses } from "../../components/device-link.tsx";
import { racksQuery, sitesQuery } from "../../queries/catalogue.ts";
import type { Site } from "../../queries/types.ts";
import { words } from "../../words.ts";
import { Rooms } from "./rooms.tsx";

const texts = words.sites;

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
