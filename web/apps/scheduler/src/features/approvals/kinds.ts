import type { Approval } from "../../queries/approvals.ts";

export type Kind = "request" | "challenge" | "left-behind";

/** What has to be done about an entry of the queue. */
export function kindOf({ booking, slot_ids }: Approval): Kind {
  const waiting = new Set(slot_ids);
  const states = booking.slots.filter(({ id }) => waiting.has(id)).map(({ status }) => status);
  if (states.includes("CONFLICTING")) return "challenge";
  return states.includes("PENDING") ? "request" : "left-behind";
}
