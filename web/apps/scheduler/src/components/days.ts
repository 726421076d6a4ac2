import { fromField } from "@labwright/ui/logic/times";

const DAY = /^\d{4}-\d\d-\d\d$/;

/** The instant at which a day of the zone begins; undefined for what is no day. */
export function beginOf(day: string | undefined, zone: string): string | undefined {
  if (day === undefined || !DAY.test(day)) return undefined;
  return fromField(`${day}T00:00`, zone)?.toISOString();
}

/** The day after, as a field shows it; undefined for what is no day. */
export function nextDay(day: string | undefined): string | undefined {
  if (day === undefined || !DAY.test(day)) return undefined;
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return undefined;
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
