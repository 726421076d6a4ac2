import type { Timeline } from "../queries/timelines.ts";

export interface Free {
  start: number;
  end: number;
}

const FIVE_MINUTES = 300_000;

const roundedUp = (at: number) => Math.ceil(at / FIVE_MINUTES) * FIVE_MINUTES;

function freeOf(timeline: Timeline): Free[] {
  return timeline.free.map(({ start, end }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
  }));
}

function common(some: readonly Free[], others: readonly Free[]): Free[] {
  return some
    .flatMap((one) =>
      others.map((other) => ({
        start: Math.max(one.start, other.start),
        end: Math.min(one.end, other.end),
      })),
    )
    .filter(({ start, end }) => start < end);
}

/** The first time, not before `from`, at which all are free so long; null where there is none. */
export function firstFree(
  timelines: readonly Timeline[],
  { from, length }: { from: number; length: number },
): Free | null {
  const all = timelines.map((timeline) => joined(freeOf(timeline)));
  const shared = all.length === 0 ? [] : all.reduce(common);
  const starts = shared
    .map(({ start, end }) => ({ start: roundedUp(Math.max(start, from)), end }))
    .filter(({ start, end }) => start + length <= end)
    .map(({ start }) => start);
  if (starts.length === 0) return null;
  const start = Math.min(...starts);
  return { start, end: start + length };
}

/** Free time comes in pieces where the room that is left changes. */
function joined(free: readonly Free[]): Free[] {
  const whole: Free[] = [];
  for (const piece of free) {
    const last = whole.at(-1);
    if (last && last.end === piece.start) last.end = piece.end;
    else whole.push({ ...piece });
  }
  return whole;
}

/** Whether a device is free over all of a time. */
export function isFree(timeline: Timeline, start: number, end: number): boolean {
  return joined(freeOf(timeline)).some((free) => free.start <= start && end <= free.end);
}
