import { toField } from "@labwright/ui/logic/times";

const DAY = 86_400_000;

/** `2026-11` of the instant in the zone. */
export function monthOf(at: Date, zone: string): string {
  return toField(at, zone).slice(0, 7);
}

/** The month so many later. */
export function monthsLater(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const at = new Date(Date.UTC(year, number - 1 + count, 1));
  return at.toISOString().slice(0, 7);
}

/** The days of the weeks that the month touches, from a Monday: `2026-11-30`. */
export function daysShown(month: string): string[] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const monday = first.getTime() - ((first.getUTCDay() + 6) % 7) * DAY;
  const next = new Date(`${monthsLater(month, 1)}-01T00:00:00Z`).getTime();
  const weeks = Math.ceil((next - monday) / (7 * DAY));
  return Array.from({ length: weeks * 7 }, (_, index) =>
    new Date(monday + index * DAY).toISOString().slice(0, 10),
  );
}

/** Whether the half-open interval touches the day, as days are in the zone. */
export function touches(
  day: string,
  interval: { start: string; end: string },
  zone: string,
): boolean {
  const first = toField(interval.start, zone).slice(0, 10);
  // An end at midnight is the day before.
  const last = toField(new Date(new Date(interval.end).getTime() - 1), zone).slice(0, 10);
  return first <= day && day <= last;
}
