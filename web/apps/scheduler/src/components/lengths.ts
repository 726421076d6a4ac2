import { milliseconds } from "./durations.ts";

export const UNITS = { minutes: 1, hours: 60, days: 1_440, weeks: 10_080 } as const;
export type Unit = keyof typeof UNITS;

/** The minutes of an ISO 8601 duration; null for what is none. */
export function minutesOf(text: string): number | null {
  const length = milliseconds(text);
  return length === null || length < 0 ? null : length / 60_000;
}

/** `P1DT2H30M`, as the API writes it. */
export function isoOf(minutes: number): string {
  const days = Math.floor(minutes / UNITS.days);
  const hours = Math.floor((minutes % UNITS.days) / UNITS.hours);
  const rest = minutes % UNITS.hours;
  const time = `${hours ? `${hours}H` : ""}${rest ? `${rest}M` : ""}`;
  if (days === 0 && time === "") return "PT0M";
  return `P${days ? `${days}D` : ""}${time && `T${time}`}`;
}

/** The greatest unit of which a duration is a whole number. */
export function unitOf(minutes: number): Unit {
  if (minutes === 0) return "hours";
  const fitting = (["weeks", "days", "hours"] as const).find((unit) => minutes % UNITS[unit] === 0);
  return fitting ?? "minutes";
}

/** `4 hours`, `1 day 2 hours`; what is no duration stays as it is. */
export function durationWords(text: string): string {
  const minutes = minutesOf(text);
  if (minutes === null) return text;
  if (minutes === 0) return "0 minutes";
  const parts = [
    [Math.floor(minutes / UNITS.days), "day"],
    [Math.floor((minutes % UNITS.days) / UNITS.hours), "hour"],
    [minutes % UNITS.hours, "minute"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}
