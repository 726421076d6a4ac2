import { ifMatch, scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { Booking } from "./bookings.ts";

export type Step = components["schemas"]["labwright_scheduler__bookings__schemas__StepOut"];
export type Conflict = components["schemas"]["ConflictOut"];
type BookingChange = components["schemas"]["BookingChange"];

const at = (id: string) => ({ path: { booking_id: id } });

/** What became of a booking; the version is in the key, so that a change asks anew. */
export const historyQuery = (id: string, version: number, limit: number) =>
  queryOptions({
    queryKey: ["scheduler", "bookings", id, "history", version, limit],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/bookings/{booking_id}/history", {
          params: { ...at(id), query: { limit, offset: 0 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** The conflicts that a booking has a side in; none where it is in none. */
export const conflictsQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ["scheduler", "bookings", id, "conflict", version],
    queryFn: async ({ signal }): Promise<Conflict[]> => {
      const { conflicts } = await take(
        scheduler.GET("/api/v1/scheduler/bookings/{booking_id}/conflict", {
          params: at(id),
          signal,
        }),
      );
      return conflicts;
    },
    // Who asks for a booking's time changes nothing of the booking itself.
    refetchInterval: 15_000,
  });

export const loadBooking = (id: string): Promise<Booking> =>
  take(scheduler.GET("/api/v1/scheduler/bookings/{booking_id}", { params: at(id) }));

/** Other words or collaborators, from a version. */
export const describe = (id: string, body: BookingChange, version: number): Promise<Booking> =>
  take(
    scheduler.PATCH("/api/v1/scheduler/bookings/{booking_id}", {
      params: at(id),
      body,
      headers: ifMatch(version),
    }),
  );

export const checkIn = (id: string): Promise<Booking> =>
  take(scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/check-in", { params: at(id) }));
