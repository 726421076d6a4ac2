import { ifMatch, inventory, once, take } from "@labwright/api/client";
import type { Column } from "@labwright/ui/data-table";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { useLocationChoices, useSiteChoices } from "../../components/choices.ts";
import { linkClasses } from "../../components/device-link.tsx";
import type { RecordActions } from "../../components/record-dialogs.tsx";
import { RecordList } from "../../components/record-list.tsx";
import { racksQuery } from "../../queries/catalogue.ts";
import type { Rack } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.racks;

const path = (id: number) => ({ path: { rack_id: id } });
const ACTIONS: RecordActions<Rack> = {
  key: ["inventory"],
  permission: "inventory:catalog:write",
  create: (body, key) =>
    take(
      inventory.POST("/api/v1/inventory/racks", {
        body: body as { name: string; site_id: number },
        headers: once(key),
      }),
    ),
  change: (id, body, version) =>
    take(
      inventory.PATCH("/api/v1/inventory/racks/{rack_id}", {
        params: path(id),
        body,
        headers: ifMatch(version),
      }),
    ),
  reload: (id) => take(inventory.GET("/api/v1/inventory/racks/{rack_id}", { params: path(id) })),
  remove: (id, version) =>
    take(
      inventory.DELETE("/api/v1/inventory/racks/{rack_id}", {
        params: path(id),
        headers: ifMatch(version),
      }),
    ),
};

export function Racks() {
  const sites = useSiteChoices();
  const rooms = useLocationChoices();
  const fields: readonly FieldSpec[] = [
    { name: "name", label: texts.name, kind: "text", required: true },
    { name: "height", label: texts.height, kind: "number", initial: "42", required: true },
    {
      name: "site_id",
      label: texts.site,
      kind: "pick",
      choices: sites,
      numeric: true,
      required: true,
    },
    { name: "location_id", label: texts.room, kind: "pick", choices: rooms, numeric: true },
    { name: "description", label: texts.description, kind: "area" },
  ];
  const named = (choices: typeof sites, id: number | null) =>
    choices.find(({ value }) => value === String(id))?.label ?? "–";
  const columns: readonly Column<Rack>[] = [
    {
      id: "name",
      label: texts.name,
      width: [12, 2],
      cell: ({ id, name }) => (
        <Link to="/racks/$rackId" params={{ rackId: String(id) }} className={linkClasses}>
          {name}
        </Link>
      ),
    },
    {
      id: "site",
      label: texts.site,
      width: [12, 2],
      cell: ({ site_id }) => named(sites, site_id),
    },
    { id: "room", label: texts.room, cell: ({ location_id }) => named(rooms, location_id) },
    { id: "height", label: texts.height, numeric: true, cell: ({ height }) => height },
  ];
  return (
    <RecordList
      title={texts.title}
      one={texts.one}
      query={useQuery(racksQuery)}
      actions={ACTIONS}
      fields={fields}
      columns={columns}
      empty={{ title: texts.noneYet, text: texts.noneYetText }}
    />
  );
}
