import type { Pattern, Tone } from "@labwright/ui/badge";

import type { Webhook } from "../../queries/webhooks.ts";

export type State = "on" | "failing" | "off" | "offByItself";

/** How a webhook fares: off by somebody's wish or by itself, failing, or on. */
export function stateOf({
  active,
  failing_since,
  off_reason,
}: Pick<Webhook, "active" | "failing_since" | "off_reason">): State {
  if (!active) return off_reason === "" ? "off" : "offByItself";
  return failing_since === null ? "on" : "failing";
}

export const LOOKS: Record<State, [Tone, Pattern]> = {
  on: ["ok", "solid"],
  failing: ["warn", "stripes"],
  off: ["calm", "hollow"],
  offByItself: ["bad", "cross"],
};
