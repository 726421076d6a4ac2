import { scheduler, take } from "@labwright/api/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { SlotState } from "./timelines.ts";

/** What the list of all bookings is narrowed to: the API's own names. */
export interface AllBookingsFilter {
  q?: string | undefined;
  status?: SlotState[] | undefined;
  device_id?: number[] | undefined;
  owner_id?: number | undefined;
  project_id?: number[] | undefined;
  start?: string | undefined;
  end?: string | undefined;
  overcommitted?: true | undefined;
  ordering?: string | undefined;
}

/** Pages of everybody's bookings. */
export const allBookingsPage =
  (filter: AllBookingsFilter) => (range: { limit: number; offset: number }) =>
    queryOptions({
      queryKey: ["scheduler", "bookings", "list", "all", filter, range],
      queryFn: ({ signal }) =>
        take(
          scheduler.GET("/api/v1/scheduler/bookings", {
            params: { query: { mine: false, overcommitted: false, ...filter, ...range } },
            signal,
          }),
        ),
      placeholderData: keepPreviousData,
    });

/** The address of a file with the bookings that the filter finds. */
export function bookingsExport(filter: AllBookingsFilter): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) params.append(name, String(one));
  return `/api/v1/scheduler/bookings/export?${params.toString()}`;
}
