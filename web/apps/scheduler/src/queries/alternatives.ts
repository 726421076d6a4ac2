import { scheduler, take } from "@labwright/api/client";
import { queryOptions } from "@tanstack/react-query";

interface Asked {
  device_id?: number[];
  type_id?: number[];
  bookable?: boolean;
}

/** When these devices are free between two instants. */
export const freeTimesQuery = (asked: Asked, start: string, end: string) =>
  queryOptions({
    queryKey: ["scheduler", "availability", "of", asked, start, end],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/availability", {
          params: { query: { ...asked, start, end } },
          signal,
        }),
      ),
    staleTime: 10_000,
  });
