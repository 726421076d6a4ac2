import type { Pattern, Tone } from "@labwright/ui/badge";

import type { SlotState } from "../queries/timelines.ts";
import { words } from "../words.ts";

export interface Look {
  tone: Tone;
  pattern: Pattern;
  label: string;
}

const LOOKS: Record<string, Omit<Look, "label">> = {
  CONFIRMED: { tone: "accent", pattern: "solid" },
  PENDING: { tone: "warn", pattern: "stripes" },
  HELD: { tone: "info", pattern: "dots" },
  CONFLICTING: { tone: "bad", pattern: "half" },
  WAITLISTED: { tone: "calm", pattern: "dots" },
  COMPLETED: { tone: "calm", pattern: "solid" },
  RELEASED: { tone: "calm", pattern: "half" },
  REJECTED: { tone: "bad", pattern: "cross" },
  CANCELLED: { tone: "calm", pattern: "cross" },
  EXPIRED: { tone: "calm", pattern: "hollow" },
};

/** How a state looks, wherever it is shown: one table for bars, badges and the legend. */
export function lookOf(state: SlotState | string): Look {
  const known = LOOKS[state];
  if (known === undefined) return { tone: "calm", pattern: "hollow", label: state };
  return { ...known, label: words.states[state as keyof typeof words.states] };
}

/** The states that a timeline shows, in the order of its legend. */
export const SHOWN_STATES = ["CONFIRMED", "PENDING", "HELD", "CONFLICTING", "COMPLETED"] as const;
