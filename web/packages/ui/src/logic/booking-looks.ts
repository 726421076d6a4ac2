import type { Pattern, Tone } from "../badge.tsx";

/** How a booking looks in each of its states, in every app. */
export const BOOKING_LOOKS: Record<string, { tone: Tone; pattern: Pattern }> = {
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
