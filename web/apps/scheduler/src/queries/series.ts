import { once, scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

export type RecurrenceIn = components["schemas"]["RecurrenceIn"];
export type Series = components["schemas"]["SeriesOut"];
export type Finding = components["schemas"]["Finding"];
export type Scope = components["schemas"]["Scope"];

const KEY = ["scheduler", "series"] as const;

/** Every occurrence of a rule, and what stands against it at this moment. */
export const previewQuery = (body: RecurrenceIn) =>
  queryOptions({
    queryKey: [...KEY, "preview", body],
    queryFn: ({ signal }) =>
      take(scheduler.POST("/api/v1/scheduler/recurrences/preview", { body, signal })),
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    retry: false,
  });

export const seriesQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/recurrences/{series_id}", {
          params: { path: { series_id: id } },
          signal,
        }),
      ),
  });

export const bookSeries = (body: RecurrenceIn, key: string): Promise<Series> =>
  take(scheduler.POST("/api/v1/scheduler/recurrences", { body, headers: once(key) }));

/** A change of a series; what is shown of its bookings is asked for anew. */
export function useSeriesChange<Input>(change: (input: Input) => Promise<Series>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (series) => {
      queries.setQueryData([...KEY, series.id], series);
      void queries.invalidateQueries({ queryKey: ["scheduler", "bookings"] });
      void queries.invalidateQueries({ queryKey: ["scheduler", "availability"] });
    },
  });
}
