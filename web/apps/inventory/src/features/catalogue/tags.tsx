import { ifMatch, inventory, once, take } from "@labwright/api/client";
import { Tag as TagMark } from "@labwright/ui/badge";
import type { Column } from "@labwright/ui/data-table";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { linkClasses } from "../../components/device-link.tsx";
import type { RecordActions } from "../../components/record-dialogs.tsx";
import { RecordList } from "../../components/record-list.tsx";
import { tagsQuery } from "../../queries/catalogue.ts";
import type { Tag } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.tags;

const FIELDS: readonly FieldSpec[] = [
  { name: "name", label: texts.name, kind: "text", required: true },
  { name: "colour", label: texts.colour, kind: "text", hint: texts.colourHint, mono: true },
  { name: "description", label: texts.description, kind: "text", wide: true },
];

const COLUMNS: readonly Column<Tag>[] = [
  {
    id: "name",
    label: texts.name,
    width: [14, 1],
    cell: ({ name, colour }) => (
      <Link to="/devices" search={{ tag: [name] }} className={linkClasses}>
        <TagMark colour={colour}>{name}</TagMark>
      </Link>
    ),
  },
  {
    id: "description",
    label: texts.description,
    width: [16, 3],
    cell: ({ description }) => description,
  },
];

const path = (id: number) => ({ path: { tag_id: id } });
const ACTIONS: RecordActions<Tag> = {
  key: ["inventory"],
  permission: "inventory:catalog:write",
  create: (body, key) =>
    take(
      inventory.POST("/api/v1/inventory/tags", {
        body: body as { name: string },
        headers: once(key),
      }),
    ),
  change: (id, body, version) =>
    take(
      inventory.PATCH("/api/v1/inventory/tags/{tag_id}", {
        params: path(id),
        body,
        headers: ifMatch(version),
      }),
    ),
  reload: (id) => take(inventory.GET("/api/v1/inventory/tags/{tag_id}", { params: path(id) })),
  remove: (id, version) =>
    take(
      inventory.DELETE("/api/v1/inventory/tags/{tag_id}", {
        params: path(id),
        headers: ifMatch(version),
      }),
    ),
};

export function Tags() {
  return (
    <RecordList
      title={texts.title}
      one={texts.one}
      query={useQuery(tagsQuery)}
      actions={ACTIONS}
      fields={FIELDS}
      columns={COLUMNS}
      empty={{ title: texts.noneYet, text: texts.noneYetText }}
    />
  );
}
