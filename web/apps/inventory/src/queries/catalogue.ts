import { inventory, take } from "@labwright/api/client";
import { everyEntry, type Page } from "@labwright/api/pages";
import { queryOptions } from "@tanstack/react-query";

import type { DeviceType, Location, Manufacturer, Rack, Site, Tag } from "./types.ts";

const STALE = 60_000;

export const typesQuery = queryOptions({
  queryKey: ["inventory", "device-types"],
  queryFn: ({ signal }) =>
    everyEntry<DeviceType>(
      async (query) =>
        (await take(
          inventory.GET("/api/v1/inventory/device-types", { params: { query }, signal }),
        )) as Page<DeviceType>,
    ),
  staleTime: STALE,
});

export const typeQuery = (id: number) =>
  queryOptions({
    queryKey: ["inventory", "device-types", id],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/device-types/{device_type_id}", {
          params: { path: { device_type_id: id } },
          signal,
        }),
      ),
  });

export const templatesQuery = (id: number) =>
  queryOptions({
    queryKey: ["inventory", "device-types", id, "templates"],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/device-types/{device_type_id}/templates", {
          params: { path: { device_type_id: id } },
          signal,
        }),
      ),
  });

export const manufacturersQuery = queryOptions({
  queryKey: ["inventory", "manufacturers"],
  queryFn: ({ signal }) =>
    everyEntry<Manufacturer>(
      async (query) =>
        (await take(
          inventory.GET("/api/v1/inventory/manufacturers", { params: { query }, signal }),
        )) as Page<Manufacturer>,
    ),
  staleTime: STALE,
});

export const tagsQuery = queryOptions({
  queryKey: ["inventory", "tags"],
  queryFn: ({ signal }) =>
    everyEntry<Tag>(
      async (query) =>
        (await take(
          inventory.GET("/api/v1/inventory/tags", { params: { query }, signal }),
        )) as Page<Tag>,
    ),
  staleTime: STALE,
});

export const sitesQuery = queryOptions({
  queryKey: ["inventory", "sites"],
  queryFn: ({ signal }) =>
    everyEntry<Site>(
      async (query) =>
        (await take(
          inventory.GET("/api/v1/inventory/sites", { params: { query }, signal }),
        )) as Page<Site>,
    ),
  staleTime: STALE,
});

export const locationsQuery = queryOptions({
  queryKey: ["inventory", "locations"],
  queryFn: ({ signal }) =>
    everyEntry<Location>(
      async (query) =>
        (await take(
          inventory.GET("/api/v1/inventory/locations", { params: { query }, signal }),
        )) as Page<Location>,
    ),
  staleTime: STALE,
});

export const racksQuery = queryOptions({
  queryKey: ["inventory", "racks"],
  queryFn: ({ signal }) =>
    everyEntry<Rack>(
      async (query) =>
        (await take(
          inventory.GET("/api/v1/inventory/racks", { params: { query }, signal }),
        )) as Page<Rack>,
    ),
  staleTime: STALE,
});

export const elevationQuery = (id: number) =>
  queryOptions({
    queryKey: ["inventory", "racks", id, "elevation"],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/racks/{rack_id}/elevation", {
          params: { path: { rack_id: id } },
          signal,
        }),
      ),
  });
