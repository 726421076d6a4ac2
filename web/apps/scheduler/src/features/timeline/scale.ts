import { clock, day, fromField, toField } from "@labwright/ui/logic/times";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far a timeline reaches; `step` is what a selection snaps to, in milliseconds. */
export const ZOOMS = {
  day: { days: 1, step: 15 * MINUTE, hourPx: 60, tickHours: 1 },
  week: { days: 7, step: 30 * MINUTE, hourPx: 10, tickHours: 6 },
  month: { days: 28, step: 2 * HOUR, hourPx: 2.6, tickHours: 24 },
  weeks8: { days: 56, step: 6 * HOUR, hourPx: 1.4, tickHours: 24 },
} as const;

export type Zoom = keyof typeof ZOOMS;

export const isZoom = (text: unknown): text is Zoom =>
  typeof text === "string" && Object.hasOwn(ZOOMS, text);

/** A time laid out from left to right. */
export interface Scale {
  zoom: Zoom;
  start: number;
  end: number;
  width: number;
}

/** The midnight at which a day (`2026-11-26`) begins in the zone. */
export function midnight(date: string, zone: string): number {
  return fromField(`${date}T00:00`, zone)?.getTime() ?? Date.parse(`${date}T00:00Z`);
}

export const dateOf = (at: number, zone: string) => toField(new Date(at), zone).slice(0, 10);

/** The day that many days after another. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export function scaleOf(zoom: Zoom, date: string, zone: string): Scale {
  const { days, hourPx } = ZOOMS[zoom];
  const start = midnight(date, zone);
  const end = midnight(addDays(date, days), zone);
  return { zoom, start, end, width: Math.round(((end - start) / HOUR) * hourPx) };
}

/** Pixels from the left edge. */
export function xOf(scale: Scale, at: number): number {
  return ((at - scale.start) / (scale.end - scale.start)) * scale.width;
}

/** The step of time under a point, as `[start, end)`. */
export function stepAt(scale: Scale, x: number): [number, number] {
  const { step } = ZOOMS[scale.zoom];
  const share = Math.min(Math.max(x / scale.width, 0), 1 - Number.EPSILON);
  const passed = share * (scale.end - scale.start);
  const start = scale.start + Math.floor(passed / step) * step;
  return [start, start + step];
}

export interface Tick {
  x: number;
  label: string;
  /** Where a day begins. */
  major: boolean;
}

/** The marks of the axis: days, and hours where there is room. */
export function ticks(scale: Scale, zone: string): Tick[] {
  const { days, tickHours } = ZOOMS[scale.zoom];
  const first = dateOf(scale.start, zone);
  const marks: Tick[] = [];
  for (let n = 0; n < days; n += 1) {
    const date = addDays(first, n);
    const begin = midnight(date, zone);
    marks.push({ x: xOf(scale, begin), label: dayLabel(begin, scale.zoom, zone), major: true });
    for (let hour = tickHours; hour < 24; hour += tickHours) {
      const at = fromField(`${date}T${String(hour).padStart(2, "0")}:00`, zone);
      if (at) marks.push({ x: xOf(scale, at.getTime()), label: clock(at, zone), major: false });
    }
  }
  return marks;
}

function dayLabel(at: number, zoom: Zoom, zone: string): string {
  const date = new Date(at);
  if (zoom === "day") return day(date, zone);
  const options: Intl.DateTimeFormatOptions =
    zoom === "week"
      ? { weekday: "short", day: "numeric", month: "short" }
      : { day: "numeric", ...(new Date(at + HOUR).getUTCDate() <= 1 && { month: "short" }) };
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(date);
}
