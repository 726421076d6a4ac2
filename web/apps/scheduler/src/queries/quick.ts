import { scheduler, take } from "@labwright/api/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

const SHOWN = 50;

/** Devices of which a name, type or model has this in it, as far as they are shown. */
export const deviceSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ["scheduler", "devices", "search", q],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/devices", {
          params: { query: { q, ordering: "name", limit: SHOWN } },
          signal,
        }),
      ),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });

/** What a name means that no device has: those with nearly that name. */
export const nearNamesQuery = (q: string, wanted: boolean) =>
  queryOptions({
    queryKey: ["scheduler", "devices", "near", q],
    queryFn: async ({ signal }) => {
      const body = { text: q };
      const { lines } = await take(
        scheduler.POST("/api/v1/scheduler/patch-lists/resolve", { body, signal }),
      );
      const found = lines.flatMap((line) => line.candidates);
      return [...new Map(found.map((each) => [each.device_id, each.name]))];
    },
    enabled: wanted && q !== "",
  });

/** A device with its ports and links. */
export const deviceQuery = (id: number) =>
  queryOptions({
    queryKey: ["scheduler", "devices", id],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/devices/{device_id}", {
          params: { path: { device_id: id } },
          signal,
        }),
      ),
  });
