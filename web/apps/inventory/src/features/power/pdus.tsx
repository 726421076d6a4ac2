import { ifMatch, inventory, once, take } from "@labwright/api/client";
import { Badge } from "@labwright/ui/badge";
import type { Column } from "@labwright/ui/data-table";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { useSiteChoices } from "../../components/choices.ts";
import { linkClasses } from "../../components/device-link.tsx";
import type { RecordActions } from "../../components/record-dialogs.tsx";
import { RecordList } from "../../components/record-list.tsx";
import { pdusQuery } from "../../queries/power.ts";
import type { Pdu } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.pdus;

const COLUMNS: readonly Column<Pdu>[] = [
  {
    id: "name",
    label: texts.name,
    width: [12, 2],
    cell: ({ id, name }) => (
      <Link to="/pdus/$pduId" params={{ pduId: String(id) }} className={linkClasses}>
        {name}
      </Link>
    ),
  },
  {
    id: "host",
    label: texts.host,
    width: [12, 2],
    cell: ({ host }) => <span className="reading">{host}</span>,
  },
  { id: "driver", label: texts.driver, cell: ({ driver }) => driver },
  {
    id: "outlets",
    label: texts.outlet_count,
    numeric: true,
    cell: ({ outlet_count }) => outlet_count,
  },
  {
    id: "secret",
    label: texts.secret,
    cell: ({ has_secret }) => has_secret && <Badge tone="calm">{texts.hasSecret}</Badge>,
  },
];

const path = (id: number) => ({ path: { pdu_id: id } });
const ACTIONS: RecordActions<Pdu> = {
  key: ["inventory", "pdus"],
  permission: "inventory:catalog:write",
  create: (body, key) =>
    take(
      inventory.POST("/api/v1/inventory/pdus", {
        body: body as { name: string; host: string; driver: string; outlet_count: number },
        headers: once(key),
      }),
    ),
  change: (id, body, version) =>
    take(
      inventory.PATCH("/api/v1/inventory/pdus/{pdu_id}", {
        params: path(id),
        body,
        headers: ifMatch(version),
      }),
    ),
  reload: (id) => take(inventory.GET("/api/v1/inventory/pdus/{pdu_id}", { params: path(id) })),
  remove: (id, version) =>
    take(
      inventory.DELETE("/api/v1/inventory/pdus/{pdu_id}", {
        params: path(id),
        headers: ifMatch(version),
      }),
    ),
};

export function Pdus() {
  const sites = useSiteChoices();
  const fields: readonly FieldSpec[] = [
    { name: "name", label: texts.name, kind: "text", required: true },
    { name: "host", label: texts.host, kind: "text", required: true, mono: true },
    { name: "driver", label: texts.driver, kind: "text", required: true },
    {
      name: "outlet_count",
      label: texts.outlet_count,
      kind: "number",
      initial: "8",
      required: true,
    },
    { name: "site_id", label: texts.site, kind: "pick", choices: sites, numeric: true },
    { name: "secret", label: texts.secret, kind: "secret", hint: texts.secretHint },
    { name: "notes", label: texts.notes, kind: "area" },
  ];
  return (
    <RecordList
      title={texts.title}
      one={texts.one}
      query={useQuery(pdusQuery)}
      actions={ACTIONS}
      fields={fields}
      columns={COLUMNS}
      empty={{ title: texts.noneYet, text: texts.noneYetText }}
    />
  );
}
