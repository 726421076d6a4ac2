import type { Hit } from "@labwright/api/search";
import { may, type Me } from "@labwright/api/session";

const PAGES: Record<string, (hit: Hit) => string> = {
  device: ({ id }) => `/app/inventory/devices/${id}`,
  device_type: ({ id }) => `/app/inventory/types/${id}`,
  manufacturer: ({ id }) => `/app/inventory/devices?manufacturer_id=${id}`,
  site: ({ id }) => `/app/inventory/sites/${id}`,
  tag: ({ name }) => `/app/inventory/devices?tag=${encodeURIComponent(name)}`,
  booking: ({ id }) => `/app/scheduler/bookings/${id}`,
  person: ({ id }) => `/app/scheduler/admin/users/${id}`,
};

/** The page of what was found, whichever app it is of; null where this person has none. */
export function hitPage(hit: Hit, me: Me): string | null {
  if (hit.kind === "person" && !may(me, "auth:user:read_any")) return null;
  return PAGES[hit.kind]?.(hit) ?? null;
}
