import { ifMatch, inventory, once, take } from "@labwright/api/client";
import { buttonClasses } from "@labwright/ui/button";
import type { Column } from "@labwright/ui/data-table";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { useMay } from "@labwright/ui/signed-in";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Library from "lucide-react/icons/library";

import { useManufacturerChoices } from "../../components/choices.ts";
import { linkClasses } from "../../components/device-link.tsx";
import type { RecordActions } from "../../components/record-dialogs.tsx";
import { RecordList } from "../../components/record-list.tsx";
import { typesQuery } from "../../queries/catalogue.ts";
import type { DeviceType } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.types;

function useFields(): readonly FieldSpec[] {
  const makers = useManufacturerChoices();
  return [
    { name: "name", label: texts.name, kind: "text", required: true },
    {
      name: "category",
      label: texts.category,
      kind: "text",
      required: true,
      placeholder: "OPTICAL, COMPUTE, …",
    },
    {
      name: "manufacturer_id",
      label: texts.manufacturer,
      kind: "pick",
      choices: makers,
      numeric: true,
    },
    { name: "model", label: texts.model, kind: "text" },
    { name: "u_height", label: texts.u_height, kind: "number" },
    { name: "default_capacity", label: texts.default_capacity, kind: "number", initial: "1" },
    { name: "schedulable", label: texts.schedulable, kind: "check", initial: true },
    { name: "has_ports", label: texts.has_ports, kind: "check" },
    { name: "description", label: texts.description, kind: "area" },
  ];
}

const COLUMNS: readonly Column<DeviceType>[] = [
  {
    id: "name",
    label: texts.name,
    width: [16, 3],
    cell: ({ id, name }) => (
      <Link to="/types/$typeId" params={{ typeId: String(id) }} className={linkClasses}>
        {name}
      </Link>
    ),
  },
  { id: "category", label: texts.category, cell: ({ category }) => category },
  { id: "model", label: texts.model, width: [10, 2], cell: ({ model }) => model },
  {
    id: "u_height",
    label: texts.u_height,
    numeric: true,
    cell: ({ u_height }) => u_height ?? "–",
  },
  {
    id: "schedulable",
    label: texts.schedulable,
    cell: ({ schedulable }) => (schedulable ? words.yes : words.no),
  },
];

const path = (id: number) => ({ path: { device_type_id: id } });

export const TYPE_ACTIONS: RecordActions<DeviceType> = {
  key: ["inventory"],
  permission: "inventory:catalog:write",
  create: (body, key) =>
    take(
      inventory.POST("/api/v1/inventory/device-types", {
        body: body as { name: string; category: string; schedulable: boolean },
        headers: once(key),
      }),
    ),
  change: (id, body, version) =>
    take(
      inventory.PATCH("/api/v1/inventory/device-types/{device_type_id}", {
        params: path(id),
        body,
        headers: ifMatch(version),
      }),
    ),
  reload: (id) =>
    take(inventory.GET("/api/v1/inventory/device-types/{device_type_id}", { params: path(id) })),
  remove: (id, version) =>
    take(
      inventory.DELETE("/api/v1/inventory/device-types/{device_type_id}", {
        params: path(id),
        headers: ifMatch(version),
      }),
    ),
};

export function DeviceTypes() {
  const mayWrite = useMay(TYPE_ACTIONS.permission);
  return (
    <RecordList
      title={texts.title}
      one={texts.one}
      query={useQuery(typesQuery)}
      actions={TYPE_ACTIONS}
      fields={useFields()}
      columns={COLUMNS}
      empty={{ title: texts.noneYet, text: texts.noneYetText }}
      more={
        mayWrite && (
          <Link to="/types/library" className={buttonClasses()}>
            <Library aria-hidden />
            {texts.library}
          </Link>
        )
      }
    />
  );
}
