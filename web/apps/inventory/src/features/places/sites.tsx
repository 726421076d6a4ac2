import { ifMatch, inventory, once, take } from "@labwright/api/client";
import type { Column } from "@labwright/ui/data-table";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { linkClasses } from "../../components/device-link.tsx";
import type { RecordActions } from "../../components/record-dialogs.tsx";
import { RecordList } from "../../components/record-list.tsx";
import { racksQuery, sitesQuery } from "../../queries/catalogue.ts";
import type { Site } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.sites;

const FIELDS: readonly FieldSpec[] = [
  { name: "name", label: texts.name, kind: "text", required: true },
  { name: "time_zone", label: texts.time_zone, kind: "text", hint: texts.timeZoneHint },
  { name: "address", label: texts.address, kind: "text", wide: true },
  { name: "colour", label: texts.colour, kind: "text", hint: words.tags.colourHint, mono: true },
  { name: "description", label: texts.description, kind: "text", wide: true },
  { name: "notes", label: texts.notes, kind: "area" },
];

function useColumns(): readonly Column<Site>[] {
  const racks = useQuery(racksQuery).data ?? [];
  return [
    {
      id: "name",
      label: texts.name,
      width: [14, 2],
      cell: ({ id, name }) => (
        <Link to="/sites/$siteId" params={{ siteId: String(id) }} className={linkClasses}>
          {name}
        </Link>
      ),
    },
    {
      id: "address",
      label: texts.address,
      width: [14, 3],
      cell: ({ address }) => address,
    },
    { id: "zone", label: texts.time_zone, cell: ({ time_zone }) => time_zone ?? "–" },
    {
      id: "racks",
      label: texts.racks,
      numeric: true,
      cell: ({ id }) => racks.filter((rack) => rack.site_id === id).length,
    },
  ];
}

const path = (id: number) => ({ path: { site_id: id } });
export const SITE_ACTIONS: RecordActions<Site> = {
  key: ["inventory"],
  permission: "inventory:catalog:write",
  create: (body, key) =>
    take(
      inventory.POST("/api/v1/inventory/sites", {
        body: body as { name: string },
        headers: once(key),
      }),
    ),
  change: (id, body, version) =>
    take(
      inventory.PATCH("/api/v1/inventory/sites/{site_id}", {
        params: path(id),
        body,
        headers: ifMatch(version),
      }),
    ),
  reload: (id) => take(inventory.GET("/api/v1/inventory/sites/{site_id}", { params: path(id) })),
  remove: (id, version) =>
    take(
      inventory.DELETE("/api/v1/inventory/sites/{site_id}", {
        params: path(id),
        headers: ifMatch(version),
      }),
    ),
};

export function Sites() {
  return (
    <RecordList
      title={texts.title}
      one={texts.one}
      query={useQuery(sitesQuery)}
      actions={SITE_ACTIONS}
      fields={FIELDS}
      columns={useColumns()}
      empty={{ title: texts.noneYet, text: texts.noneYetText }}
    />
  );
}
