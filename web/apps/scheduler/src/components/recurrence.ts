/** How often a booking comes again, as its form has it; `rrule` writes it as RFC 5545 does. */
export interface Recurrence {
  every: "day" | "week" | "month-date" | "month-weekday";
  interval: number;
  /** Of a week; the day of the first booking is always among them. */
  days: readonly Weekday[];
  ends: "count" | "until";
  count: number;
  /** The last day, `2026-12-24`. */
  until: string;
}

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const FREQUENCIES = {
  day: "DAILY",
  week: "WEEKLY",
  "month-date": "MONTHLY",
  "month-weekday": "MONTHLY",
} as const;

export const MOST_TIMES = 100;

/** The day of the week of a wall clock's time, `2026-11-26T09:00`. */
export function weekdayOf(local: string): Weekday {
  const day = new Date(`${local.slice(0, 10)}T00:00Z`).getUTCDay();
  return WEEKDAYS[(day + 6) % 7] ?? "MO";
}

/** Which such weekday of its month a day is, from 1; -1 for a fifth, which few months have. */
export function ordinalOf(local: string): number {
  const ordinal = Math.ceil(Number(local.slice(8, 10)) / 7);
  return ordinal > 4 ? -1 : ordinal;
}

/** A recurrence to begin with: each week on the day of the first booking. */
export function weekly(local: string): Recurrence {
  const until = new Date(Date.parse(`${local.slice(0, 10)}T00:00Z`) + 56 * 86_400_000);
  return {
    every: "week",
    interval: 1,
    days: [weekdayOf(local)],
    ends: "count",
    count: 4,
    until: until.toISOString().slice(0, 10),
  };
}

/** The rule for a first booking that starts at this time of the wall clock. */
export function rrule(recurrence: Recurrence, local: string): string {
  const { every, interval, ends, count, until } = recurrence;
  return [
    `FREQ=${FREQUENCIES[every]}`,
    interval > 1 && `INTERVAL=${interval}`,
    every === "week" && `BYDAY=${weekDays(recurrence, local).join(",")}`,
    every === "month-weekday" && `BYDAY=${ordinalOf(local)}${weekdayOf(local)}`,
    ends === "count" ? `COUNT=${count}` : `UNTIL=${until.replaceAll("-", "")}T235959`,
  ]
    .filter(Boolean)
    .join(";");
}

/** The days of the week that are meant, in their order. */
export function weekDays({ days }: Recurrence, local: string): Weekday[] {
  const first = weekdayOf(local);
  return WEEKDAYS.filter((day) => day === first || days.includes(day));
}

/** Whether every part can be sent; a field may be half typed. */
export function isWhole({ interval, ends, count, until }: Recurrence): boolean {
  const inRange = (value: number) => Number.isInteger(value) && value >= 1 && value <= MOST_TIMES;
  return inRange(interval) && (ends === "count" ? inRange(count) : /^\d{4}-\d\d-\d\d$/.test(until));
}
