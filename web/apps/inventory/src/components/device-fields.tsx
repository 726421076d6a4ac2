import type { FieldSpec } from "@labwright/ui/logic/record-fields";

import type { Device } from "../queries/types.ts";
import { words } from "../words.ts";
import { objectOf } from "./attribute-schema.ts";
import { drawAttributes } from "./attributes-field.tsx";
import {
  useCatalogueChoices,
  useGroupChoices,
  usePeopleSearch,
  useRackChoices,
} from "./choices.ts";
import { DEVICE_STATUSES } from "./states.tsx";

const texts = words.device;

export const asTypeChoices = [
  { value: "", label: texts.asType },
  { value: "true", label: words.yes },
  { value: "false", label: words.no },
];

/** The fields of a device's form. */
export function useDeviceFields(device: Device | null): readonly FieldSpec[] {
  const { types, manufacturers, sites, tags } = useCatalogueChoices();
  const racks = useRackChoices();
  const groups = useGroupChoices();
  const people = usePeopleSearch(
    device?.steward
      ? { value: String(device.steward.id), label: device.steward.display_name }
      : null,
  );
  const pick = (name: string, label: string, choices: FieldSpec["choices"]): FieldSpec => ({
    name,
    label,
    kind: "pick",
    choices: choices ?? [],
    numeric: true,
  });
  const text = (name: string, label: string): FieldSpec => ({
    name,
    label,
    kind: "text",
    mono: true,
  });
  return [
    { name: "name", label: texts.name, kind: "text", required: true },
    { ...pick("device_type_id", texts.type, types), required: true },
    {
      name: "status",
      label: texts.status,
      kind: "choice",
      choices: DEVICE_STATUSES.map((value) => ({ value, label: words.status[value] })),
      initial: "active",
    },
    text("oi_id", texts.oi_id),
    text("serial_number", texts.serial_number),
    { ...pick("manufacturer_id", texts.manufacturer, manufacturers), hint: texts.manufacturerHint },
    { name: "model", label: texts.model, kind: "text" },
    pick("site_id", texts.site, sites),
    pick("rack_id", texts.rack, racks),
    { name: "u_position", label: texts.u_position, kind: "number" },
    text("hostname", texts.hostname),
    text("mgmt_ip", texts.mgmt_ip),
    text("polatis_name", texts.polatis_name),
    { name: "schedulable", label: texts.schedulable, kind: "choice", choices: asTypeChoices },
    { name: "capacity", label: texts.capacity, kind: "number", hint: texts.capacityHint },
    { name: "tags", label: texts.tags, kind: "picks", choices: tags, wide: true },
    { ...pick("steward_id", texts.steward, people.choices), onSearch: people.onSearch },
    pick("owner_group_id", texts.owner_group, groups),
    { name: "notes", label: texts.notes, kind: "area" },
    {
      name: "attributes",
      label: words.page.attributes,
      section: words.page.attributes,
      kind: "own",
      control: drawAttributes,
      check: (value) =>
        typeof value === "string" && objectOf(value) === null
          ? words.attributes.noObject
          : undefined,
      wide: true,
    },
  ];
}
