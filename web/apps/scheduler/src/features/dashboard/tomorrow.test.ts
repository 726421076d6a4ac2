import { expect, test } from "vitest";

import type { Booking } from "../../queries/bookings.ts";
import { startingFrom, tomorrow } from "./tomorrow.ts";

const booking = (id: string, ...starts: string[]) =>
  ({ id, slots: starts.map((start) => ({ start })) }) as unknown as Booking;

test("tomorrow is the lab's, not the reader's", () => {
  const late = new Date("2026-12-31T23:30:00Z");
  expect(tomorrow(late, "UTC")).toBe("2027-01-01");
  expect(tomorrow(late, "Asia/Tokyo")).toBe("2027-01-02");
});

test("a booking that runs already does not start tomorrow", () => {
  const all = [
    booking("late", "2026-11-27T14:00:00Z"),
    booking("runs", "2026-11-26T10:00:00Z", "2026-11-27T10:00:00Z"),
    booking("early", "2026-11-27T09:00:00Z"),
  ];
  const ids = startingFrom(all, "2026-11-27T00:00:00.000Z").map(({ id }) => id);
  expect(ids).toEqual(["early", "late"]);
});
