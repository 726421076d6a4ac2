import { ifMatch, inventory, once, take } from "@labwright/api/client";
import type { Column } from "@labwright/ui/data-table";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { linkClasses } from "../../components/device-link.tsx";
import type { RecordActions } from "../../components/record-dialogs.tsx";
import { RecordList } from "../../components/record-list.tsx";
import { manufacturersQuery } from "../../queries/catalogue.ts";
import type { Manufacturer } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.manufacturers;

const FIELDS: readonly FieldSpec[] = [
  { name: "name", label: texts.name, kind: "text", required: true },
  { name: "website", label: texts.website, kind: "text", placeholder: "https://" },
  { name: "description", label: texts.description, kind: "text", wide: true },
  { name: "notes", label: texts.notes, kind: "area" },
];

const COLUMNS: readonly Column<Manufacturer>[] = [
  {
    id: "name",
    label: texts.name,
    width: [12, 1],
    cell: ({ id, name }) => (
      <Link to="/devices" search={{ manufacturer_id: [id] }} className={linkClasses}>
        {name}
      </Link>
    ),
  },
  {
    id: "website",
    label: texts.website,
    width: [14, 2],
    cell: ({ website }) =>
      website && /^https?:/.test(website) ? (
        <a href={website} rel="noreferrer" target="_blank" className={linkClasses}>
          {website.replace(/^https?:\/\//, "")}
        </a>
      ) : (
        website
      ),
  },
  {
    id: "description",
    label: texts.description,
    width: [14, 3],
    cell: ({ description }) => description,
  },
];

const path = (id: number) => ({ path: { manufacturer_id: id } });
const ACTIONS: RecordActions<Manufacturer> = {
  key: ["inventory"],
  permission: "inventory:catalog:write",
  create: (body, key) =>
    take(
      inventory.POST("/api/v1/inventory/manufacturers", {
        body: body as { name: string },
        headers: once(key),
      }),
    ),
  change: (id, body, version) =>
    take(
      inventory.PATCH("/api/v1/inventory/manufacturers/{manufacturer_id}", {
        params: path(id),
        body,
        headers: ifMatch(version),
      }),
    ),
  reload: (id) =>
    take(inventory.GET("/api/v1/inventory/manufacturers/{manufacturer_id}", { params: path(id) })),
  remove: (id, version) =>
    take(
      inventory.DELETE("/api/v1/inventory/manufacturers/{manufacturer_id}", {
        params: path(id),
        headers: ifMatch(version),
      }),
    ),
};

export function Manufacturers() {
  return (
    <RecordList
      title={texts.title}
      one={texts.one}
      query={useQuery(manufacturersQuery)}
      actions={ACTIONS}
      fields={FIELDS}
      columns={COLUMNS}
      empty={{ title: texts.noneYet, text: texts.noneYetText }}
    />
  );
}
