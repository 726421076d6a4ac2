import { Time } from "@labwright/ui/time";
import { Link } from "@tanstack/react-router";

import type { Booking } from "../queries/bookings.ts";
import { words } from "../words.ts";

export const linkClasses = "underline-offset-4 hover:text-accent hover:underline";

/** What a booking is called, and the way to it. */
export function BookingLink({ booking }: { booking: Pick<Booking, "id" | "title"> }) {
  return (
    <Link to="/bookings/$id" params={{ id: booking.id }} className={linkClasses}>
      {booking.title ?? words.bookings.private}
    </Link>
  );
}

type Slots = Booking["slots"];

/** From its first start to its last end. */
export function Span({ slots }: { slots: Slots }) {
  const start = slots.map((slot) => slot.start).sort()[0];
  const end = slots
    .map((slot) => slot.end)
    .sort()
    .at(-1);
  if (start === undefined || end === undefined) return null;
  return (
    <>
      <Time at={start} /> – <Time at={end} />
    </>
  );
}

/** The names of its devices, each once. */
export function deviceNames(slots: Slots): string {
  return [...new Set(slots.map((slot) => slot.device_name ?? `#${slot.device_id}`))].join(", ");
}

/** A state as the server says it, beginning a line. */
export const sentence = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
