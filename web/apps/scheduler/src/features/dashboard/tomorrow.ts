import { toField } from "@labwright/ui/logic/times";

import { nextDay } from "../../components/days.ts";
import type { Booking } from "../../queries/bookings.ts";

/** The day after the present one in the zone, as an address has it. */
export function tomorrow(now: Date, zone: string): string {
  return nextDay(toField(now, zone).slice(0, 10)) ?? "";
}

const startOf = ({ slots }: Booking) => slots.map(({ start }) => start).sort()[0] ?? "";

/** Those that begin at or after an instant, the first one first. */
export function startingFrom(bookings: readonly Booking[], begin: string): Booking[] {
  const from = new Date(begin).getTime();
  return bookings
    .filter((booking) => new Date(startOf(booking)).getTime() >= from)
    .sort((a, b) => new Date(startOf(a)).getTime() - new Date(startOf(b)).getTime());
}
