import { scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

export type Booking = components["schemas"]["BookingOut"];
export type BookingIn = components["schemas"]["BookingIn"];
export type Check = components["schemas"]["CheckOut"];
export type Slot = components["schemas"]["SlotOut"];
type SlotState = components["schemas"]["SlotState"];

export interface BookingsFilter {
  mine?: boolean;
  q?: string;
  start?: string;
  end?: string;
  device_id?: number[];
  status?: SlotState[];
  ordering?: string;
}

interface Range {
  limit: number;
  offset: number;
}

const KEY = ["scheduler", "bookings"] as const;

/** A page of bookings. */
export const bookingsQuery = (filter: BookingsFilter, range: Range) =>
  queryOptions({
    queryKey: [...KEY, "list", filter, range],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/bookings", {
          params: { query: { mine: false, ...filter, ...range } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const bookingQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/bookings/{booking_id}", {
          params: { path: { booking_id: id } },
          signal,
        }),
      ),
    refetchInterval: 15_000,
  });

/** What one holds at this moment and has to confirm. */
export const holdsQuery = queryOptions({
  ...bookingsQuery(
    { mine: true, status: ["HELD"], ordering: "created_at" },
    { limit: 10, offset: 0 },
  ),
  refetchInterval: 20_000,
});

export const confirmHold = (id: string): Promise<Booking> =>
  take(
    scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/confirm", {
      params: { path: { booking_id: id } },
    }),
  );

/** What stands against a request at this moment. */
export const checkQuery = (body: BookingIn) =>
  queryOptions({
    queryKey: ["scheduler", "check", body],
    queryFn: ({ signal }) =>
      take(scheduler.POST("/api/v1/scheduler/bookings/check", { body, signal })),
    enabled: body.slots.length > 0,
    staleTime: 5_000,
  });

/** A change of bookings; what lists and timelines show of them is asked for anew. */
export function useBookingChange<Input>(change: (input: Input) => Promise<Booking>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (booking) => {
      queries.setQueryData([...KEY, booking.id], booking);
      void queries.invalidateQueries({ queryKey: [...KEY, "list"] });
      void queries.invalidateQueries({ queryKey: ["scheduler", "availability"] });
    },
  });
}
