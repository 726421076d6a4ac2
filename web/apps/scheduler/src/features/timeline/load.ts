import type { Timeline } from "../../queries/timelines.ts";
import type { Line } from "./rows.ts";

const TAKES = new Set(["CONFIRMED", "PENDING", "HELD", "COMPLETED"]);

export interface Span {
  start: number;
  end: number;
}

export interface LoadRow {
  name: string;
  /** Of the time that could be booked, how much is taken; null where nothing could be. */
  shares: (number | null)[];
}

const overlap = (one: { start: string; end: string }, span: Span) =>
  Math.max(
    0,
    Math.min(Date.parse(one.end), span.end) - Math.max(Date.parse(one.start), span.start),
  );

/** How much of a span a device is blocked; blocks may overlap one another. */
function blocked({ blocks }: Timeline, span: Span): number {
  const times = blocks
    .map(({ start, end }) => [
      Math.max(Date.parse(start), span.start),
      Math.min(Date.parse(end), span.end),
    ])
    .filter(([start = 0, end = 0]) => start < end)
    .sort(([a = 0], [b = 0]) => a - b);
  let [sum, until] = [0, span.start];
  for (const [start = 0, end = 0] of times) {
    sum += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return sum;
}

/** The share of what some devices could bear in a span that is taken. */
export function shareOf(timelines: readonly Timeline[], span: Span): number | null {
  let [taken, possible] = [0, 0];
  for (const timeline of timelines) {
    possible += (span.end - span.start - blocked(timeline, span)) * timeline.capacity;
    for (const slot of timeline.slots) if (TAKES.has(slot.status)) taken += overlap(slot, span);
  }
  return possible <= 0 ? null : Math.min(taken / possible, 1);
}

/** A row for each group of lines, all lines being one where nothing is grouped. */
export function loadOf(lines: readonly Line[], spans: readonly Span[], all: string): LoadRow[] {
  const groups = new Map<string, Timeline[]>();
  let name = all;
  for (const line of lines) {
    if (line.kind === "group") name = line.name;
    else if (line.timeline) groups.set(name, [...(groups.get(name) ?? []), line.timeline]);
  }
  return [...groups].map(([group, timelines]) => ({
    name: group,
    shares: spans.map((span) => shareOf(timelines, span)),
  }));
}
