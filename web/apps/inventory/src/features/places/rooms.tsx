import { ifMatch, inventory, once, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import type { FieldSpec } from "@labwright/ui/logic/record-fields";
import { Panel } from "@labwright/ui/page";
import { useMay } from "@labwright/ui/signed-in";
import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";

import { useSiteChoices } from "../../components/choices.ts";
import {
  type Open,
  type RecordActions,
  RecordDialogs,
  RowActions,
} from "../../components/record-dialogs.tsx";
import { locationsQuery } from "../../queries/catalogue.ts";
import type { Location } from "../../queries/types.ts";
import { words } from "../../words.ts";

const texts = words.sites;
const path = (id: number) => ({ path: { location_id: id } });

const actionsAt = (siteId: number): RecordActions<Location> => ({
  // Racks say in which room they stand.
  key: ["inventory"],
  permission: "inventory:catalog:write",
  create: (body, key) =>
    take(
      inventory.POST("/api/v1/inventory/locations", {
        body: { ...(body as { name: string }), site_id: siteId },
        headers: once(key),
      }),
    ),
  change: (id, body, version) =>
    take(
      inventory.PATCH("/api/v1/inventory/locations/{location_id}", {
        params: path(id),
        body,
        headers: ifMatch(version),
      }),
    ),
  reload: (id) =>
    take(inventory.GET("/api/v1/inventory/locations/{location_id}", { params: path(id) })),
  remove: (id, version) =>
    take(
      inventory.DELETE("/api/v1/inventory/locations/{location_id}", {
        params: path(id),
        headers: ifMatch(version),
      }),
    ),
});

function useFields(isNew: boolean): readonly FieldSpec[] {
  const sites = useSiteChoices();
  const site: FieldSpec = {
    name: "site_id",
    label: words.racks.site,
    hint: texts.roomSiteHint,
    kind: "pick",
    choices: sites,
    numeric: true,
    required: true,
  };
  return [
    { name: "name", label: texts.name, kind: "text", required: true },
    // A new one is made at the site whose page this is.
    ...(isNew ? [] : [site]),
    { name: "description", label: texts.description, kind: "text", wide: true },
  ];
}

/** The rooms of a site, and other places in it where racks stand. */
export function Rooms({ siteId }: { siteId: number }) {
  const rooms = (useQuery(locationsQuery).data ?? []).filter((room) => room.site_id === siteId);
  const mayWrite = useMay("inventory:catalog:write");
  const [open, setOpen] = useState<Open<Location>>(null);
  const fields = useFields(open?.kind === "new");
  return (
    <Panel
      title={texts.rooms}
      actions={
        mayWrite && (
          <Button small onClick={() => setOpen({ kind: "new" })}>
            <Plus aria-hidden />
            {words.add(texts.room)}
          </Button>
        )
      }
    >
      {rooms.length === 0 && <p className="text-ink-faint">{texts.noRooms}</p>}
      <ul>
        {rooms.map((room) => (
          <li
            key={room.id}
            className="flex items-center justify-between gap-2 border-b border-line py-1.5 last:border-0"
          >
            <span className="min-w-0 wrap-anywhere">
              {room.name}
              {room.description && (
                <span className="block text-xs text-ink-faint">{room.description}</span>
              )}
            </span>
            {mayWrite && <RowActions item={room} open={setOpen} />}
          </li>
        ))}
      </ul>
      <RecordDialogs
        one={texts.room}
        actions={actionsAt(siteId)}
        {...{ fields, open }}
        close={() => setOpen(null)}
      />
    </Panel>
  );
}
