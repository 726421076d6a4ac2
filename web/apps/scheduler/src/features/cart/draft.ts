import { newKey } from "@labwright/api/client";
import { useEffect, useState } from "react";

import type { Wish } from "../../components/cart-store.ts";
import { isWhole, type Recurrence, rrule } from "../../components/recurrence.ts";
import type { BookingIn } from "../../queries/bookings.ts";
import type { RecurrenceIn } from "../../queries/series.ts";
import { words } from "../../words.ts";

/** What is said about the cart's devices. */
export interface Draft {
  title: string;
  message: string;
  collaborators: string[];
  projectId: number | null;
  repeats: Recurrence | null;
  mode: NonNullable<RecurrenceIn["mode"]>;
  /** Days on which no occurrence begins. */
  leftOut: string[];
  /** Sent with the request, so that a double click books once. */
  key: string;
}

const KEPT_AS = "labwright.scheduler.draft";

const blank = (): Draft => ({
  title: "",
  message: "",
  collaborators: [],
  projectId: null,
  repeats: null,
  mode: "all_or_nothing",
  leftOut: [],
  key: newKey(),
});

function stored(): Draft {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? "{}") as Partial<Draft>;
    return { ...blank(), ...kept };
  } catch {
    return blank();
  }
}

/** The draft, how to change it, and how to begin anew; it lasts as long as the browser's tab. */
export function useDraft() {
  const [draft, setDraft] = useState(stored);
  useEffect(() => sessionStorage.setItem(KEPT_AS, JSON.stringify(draft)), [draft]);
  // Another request is not the former one sent twice.
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part, key: newKey() }));
  return { draft, change, clear: () => setDraft(blank()) };
}

export function slotsOf(wishes: readonly Wish[]): BookingIn["slots"] {
  return wishes.map(({ deviceId, start, end }) => ({
    device_id: deviceId,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
  }));
}

function common({ title, message, collaborators, projectId }: Draft) {
  return {
    title: title.trim() || words.cart.untitled,
    message: message.trim() || null,
    collaborators,
    project_id: projectId,
  };
}

export type How = "book" | "hold" | "challenge" | "wait";

export function requestOf(draft: Draft, wishes: readonly Wish[], how: How): BookingIn {
  return {
    ...common(draft),
    slots: slotsOf(wishes),
    hold: how === "hold",
    allow_conflict: how === "challenge",
    wait: how === "wait",
  };
}

/** The request for every occurrence; null while its rule is half typed. */
export function seriesOf(
  draft: Draft,
  wishes: readonly Wish[],
  local: string,
): RecurrenceIn | null {
  const { repeats, leftOut, mode } = draft;
  if (repeats === null || wishes.length === 0 || !isWhole(repeats)) return null;
  const rule = rrule(repeats, local);
  return { ...common(draft), slots: slotsOf(wishes), rrule: rule, exdates: leftOut, mode };
}
