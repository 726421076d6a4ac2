import { ifMatch, inventory, once, scheduler, take } from "@labwright/api/client";
import type { components as InventoryParts } from "@labwright/api/generated/inventory";
import type { components } from "@labwright/api/generated/scheduler";
import type { Page } from "@labwright/api/pages";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

type Schemas = components["schemas"];

export type Closure = Schemas["ClosureOut"];
export type ClosureIn = Schemas["ClosureIn"];
export type ClosureChange = Schemas["ClosureChange"];
export type Scope = Schemas["ClosureScope"];
export type WindowIn = Schemas["PreviewIn"];
export type Hits = Schemas["labwright_scheduler__maintenance__schemas__PreviewOut"];
export type Maintenance = InventoryParts["schemas"]["MaintenanceOut"];
export type MaintenanceIn = InventoryParts["schemas"]["MaintenanceCreate"];

interface Range {
  limit: number;
  offset: number;
}

export const CLOSURES = ["scheduler", "closures"] as const;
export const MAINTENANCE = ["inventory", "maintenance"] as const;

/** Closures that end after `since`, or all of them. */
export const closuresQuery = (since: string | null, range: Range) =>
  queryOptions({
    queryKey: [...CLOSURES, "page", since, range],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/closures", {
          params: {
            query: {
              ...range,
              ordering: since === null ? "-start" : "start",
              ...(since !== null && { start: since }),
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

const closureAt = (id: number) => ({ path: { closure_id: id } });

export const closureAsIs = (id: number) =>
  take(scheduler.GET("/api/v1/scheduler/closures/{closure_id}", { params: closureAt(id) }));

export const close = (body: ClosureIn, key: string) =>
  take(scheduler.POST("/api/v1/scheduler/closures", { body, headers: once(key) }));

export const changeClosure = (id: number, body: ClosureChange, version: number) =>
  take(
    scheduler.PATCH("/api/v1/scheduler/closures/{closure_id}", {
      params: closureAt(id),
      body,
      headers: ifMatch(version),
    }),
  );

export const openAgain = (id: number, version: number) =>
  take(
    scheduler.DELETE("/api/v1/scheduler/closures/{closure_id}", {
      params: closureAt(id),
      headers: ifMatch(version),
    }),
  );

/** Whom a window would hit; null while it is not known what and when. */
export const hitsQuery = (window: WindowIn | null) =>
  queryOptions({
    queryKey: ["scheduler", "hits", window],
    queryFn: ({ signal }) =>
      take(
        scheduler.POST("/api/v1/scheduler/maintenance/preview", {
          body: window as WindowIn,
          signal,
        }),
      ),
    enabled: window !== null,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
  });

/** Maintenance that ends after `since`, or all of it. */
export const maintenanceQuery = (since: string | null, range: Range) =>
  queryOptions({
    queryKey: [...MAINTENANCE, "page", since, range],
    queryFn: async ({ signal }) =>
      (await take(
        inventory.GET("/api/v1/inventory/maintenance", {
          params: {
            query:
              since === null
                ? { ...range, ordering: "-start" }
                : {
                    ...range,
                    ordering: "start",
                    window_start: since,
                    state: ["scheduled", "in_progress"],
                  },
          },
          signal,
        }),
      )) as Page<Maintenance>,
    placeholderData: keepPreviousData,
  });

const maintenanceAt = (id: number) => ({ path: { maintenance_id: id } });

export const maintenanceAsIs = (id: number) =>
  take(
    inventory.GET("/api/v1/inventory/maintenance/{maintenance_id}", { params: maintenanceAt(id) }),
  );

export const planMaintenance = (body: MaintenanceIn, key: string) =>
  take(inventory.POST("/api/v1/inventory/maintenance", { body, headers: once(key) }));

export const changeMaintenance = (id: number, body: object, version: number) =>
  take(
    inventory.PATCH("/api/v1/inventory/maintenance/{maintenance_id}", {
      params: maintenanceAt(id),
      body,
      headers: ifMatch(version),
    }),
  );

export const cancelMaintenance = (id: number, reason: string | null, version: number) =>
  take(
    inventory.POST("/api/v1/inventory/maintenance/{maintenance_id}/cancel", {
      params: maintenanceAt(id),
      body: { reason },
      headers: ifMatch(version),
    }),
  );
