import { inventory, take } from "@labwright/api/client";
import { everyEntry, type Page } from "@labwright/api/pages";
import { queryOptions } from "@tanstack/react-query";

import type { Maintenance } from "./types.ts";

export const MAINTENANCE = ["inventory", "maintenance"] as const;

/** What is planned or was done within a time (RFC 3339). */
export const maintenanceWithin = (start: string, end: string) =>
  queryOptions({
    queryKey: [...MAINTENANCE, "within", start, end],
    queryFn: ({ signal }) =>
      everyEntry<Maintenance>(
        async (range) =>
          (await take(
            inventory.GET("/api/v1/inventory/maintenance", {
              params: { query: { ...range, window_start: start, window_end: end } },
              signal,
            }),
          )) as Page<Maintenance>,
      ),
  });

export const maintenanceOf = (deviceId: number) =>
  queryOptions({
    queryKey: [...MAINTENANCE, "of device", deviceId],
    queryFn: async ({ signal }) =>
      (await take(
        inventory.GET("/api/v1/inventory/maintenance", {
          params: { query: { device_id: [deviceId], ordering: "-start", limit: 100 } },
          signal,
        }),
      )) as Page<Maintenance>,
  });

export const maintenanceQuery = (id: number) =>
  queryOptions({
    queryKey: [...MAINTENANCE, id],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/maintenance/{maintenance_id}", {
          params: { path: { maintenance_id: id } },
          signal,
        }),
      ),
  });
