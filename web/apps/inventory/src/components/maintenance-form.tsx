import { ifMatch, inventory, once, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/inventory";
import type { FieldSpec, Values } from "@labwright/ui/logic/record-fields";
import { fromField } from "@labwright/ui/logic/times";
import { RecordDialog } from "@labwright/ui/record-dialog";
import { Time, useLabZone } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";

import { bookingsQuery } from "../queries/device-parts.ts";
import { MAINTENANCE } from "../queries/maintenance.ts";
import type { Maintenance } from "../queries/types.ts";
import { words } from "../words.ts";
import { useDeviceSearch } from "./choices.ts";

const texts = words.maintenance;
const KINDS = Object.entries(words.maintenanceKind).map(([value, label]) => ({ value, label }));

type Create = components["schemas"]["MaintenanceCreate"];

interface MaintenanceFormProps {
  /** What is changed; null to plan a new one. */
  item: Maintenance | null;
  /** The device it is for, where that is settled. */
  device?: { id: number; name: string };
  /** When it begins, as a field shows it. */
  start?: string;
  onClose: () => void;
}

/** Plans work on a device, or changes the plan, and tells who has booked it then. */
export function MaintenanceForm({ item, device, start, onClose }: MaintenanceFormProps) {
  const queries = useQueryClient();
  const chosen = item?.device ?? device;
  const search = useDeviceSearch(chosen ? { value: String(chosen.id), label: chosen.name } : null);
  const fields: readonly FieldSpec[] = [
    ...(item
      ? []
      : [
          {
            name: "device_id",
            label: texts.device,
            kind: "pick",
            choices: search.choices,
            onSearch: search.onSearch,
            numeric: true,
            required: true,
            initial: device ? String(device.id) : "",
          } as const,
        ]),
    { name: "kind", label: texts.kind, kind: "choice", choices: KINDS, initial: "preventive" },
    { name: "title", label: texts.what, kind: "text", required: true, wide: true },
    { name: "start", label: texts.start, kind: "time", required: true, initial: start ?? "" },
    { name: "end", label: texts.end, kind: "time", required: true },
    { name: "next_due", label: texts.next_due, kind: "time" },
    { name: "description", label: texts.description, kind: "area" },
  ];
  return (
    <RecordDialog<Maintenance>
      title={item ? texts.edit : texts.plan}
      action={item ? undefined : texts.plan}
      fields={fields}
      item={item}
      save={(body, as) =>
        item && as.version !== undefined
          ? take(
              inventory.PATCH("/api/v1/inventory/maintenance/{maintenance_id}", {
                params: { path: { maintenance_id: item.id } },
                body,
                headers: ifMatch(as.version),
              }),
            )
          : take(
              inventory.POST("/api/v1/inventory/maintenance", {
                body: body as unknown as Create,
                headers: once(as.key ?? ""),
              }),
            )
      }
      {...(item && {
        reload: () =>
          take(
            inventory.GET("/api/v1/inventory/maintenance/{maintenance_id}", {
              params: { path: { maintenance_id: item.id } },
            }),
          ),
      })}
      preview={(values) => (
        <Overlaps deviceId={item ? item.device_id : Number(values.device_id)} itemOf={values} />
      )}
      onSaved={({ title }) => {
        void queries.invalidateQueries({ queryKey: MAINTENANCE });
        notify(item ? words.changed(title) : words.added(title));
        onClose();
      }}
      onClose={onClose}
    />
  );
}

/** Who has booked the device in the time that the fields name. */
function Overlaps({ deviceId, itemOf }: { deviceId: number; itemOf: Values }) {
  const zone = useLabZone();
  const [start, end] = [itemOf.start, itemOf.end].map((text) =>
    fromField(typeof text === "string" ? text : "", zone)?.toISOString(),
  );
  const known = deviceId > 0 && start !== undefined && end !== undefined && start < end;
  const { data } = useQuery({ ...bookingsQuery(deviceId, start ?? "", end), enabled: known });
  if (!known || !data) return null;
  const slots = data.results.flatMap((booking) =>
    booking.slots
      .filter((slot) => slot.device_id === deviceId && slot.end > start && slot.start < end)
      .map((slot) => ({ ...slot, who: booking.owner.display_name })),
  );
  if (slots.length === 0)
    return <p className="rounded-md bg-ok-wash px-3 py-2 text-ok">{texts.noOverlaps}</p>;
  return (
    <div className="rounded-md bg-warn-wash px-3 py-2">
      <p className="font-medium text-warn">{texts.overlaps}</p>
      <ul className="my-1">
        {slots.map(({ id, who, start: from, end: to }) => (
          <li key={id}>
            {who}: <Time at={from} /> – <Time at={to} />
          </li>
        ))}
      </ul>
      <p className="text-ink-soft">{texts.overlapsText}</p>
    </div>
  );
}
