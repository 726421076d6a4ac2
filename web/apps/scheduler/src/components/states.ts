import type { Pattern, Tone } from "@labwright/ui/badge";
import { BOOKING_LOOKS } from "@labwright/ui/logic/booking-looks";

import type { SlotState } from "../queries/timelines.ts";
import { words } from "../words.ts";

export interface Look {
  tone: Tone;
  pattern: Pattern;
  label: string;
}

/** How a state looks, wherever it is shown: one table for bars, badges and the legend. */
export function lookOf(state: SlotState | string): Look {
  const known = BOOKING_LOOKS[state];
  if (known === undefined) return { tone: "calm", pattern: "hollow", label: state };
  return { ...known, label: words.states[state as keyof typeof words.states] };
}

/** The states that a timeline shows, in the order of its legend. */
export const SHOWN_STATES = ["CONFIRMED", "PENDING", "HELD", "CONFLICTING", "COMPLETED"] as const;
