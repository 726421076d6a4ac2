import { may } from "@labwright/api/session";
import { useMe } from "@labwright/ui/signed-in";

import { EVENT_SERVICES, type EventService } from "../queries/event-services.ts";

/** The services of which this person may see what did not arrive. */
export function useEventServices(): readonly EventService[] {
  const me = useMe();
  return EVENT_SERVICES.filter((service) => may(me, `${service}:event:read`));
}
