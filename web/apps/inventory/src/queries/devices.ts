import { inventory, take } from "@labwright/api/client";
import type { Page } from "@labwright/api/pages";
import { queryOptions } from "@tanstack/react-query";

import type { Device, DeviceStatus, HealthStatus } from "./types.ts";

/** What a list of devices is narrowed to: the API's own names. */
export interface DeviceFilters {
  q?: string | undefined;
  status?: DeviceStatus[] | undefined;
  device_type_id?: number[] | undefined;
  manufacturer_id?: number[] | undefined;
  site_id?: number[] | undefined;
  rack_id?: number[] | undefined;
  steward_id?: number[] | undefined;
  owner_group_id?: number[] | undefined;
  category?: string[] | undefined;
  health?: HealthStatus[] | undefined;
  tag?: string[] | undefined;
  ordering?: string | undefined;
}

export const DEVICES = ["inventory", "devices"] as const;

export interface Range {
  limit: number;
  offset: number;
}

export const devicePage = (filters: DeviceFilters) => (range: Range) =>
  queryOptions({
    queryKey: [...DEVICES, "page", filters, range],
    queryFn: async ({ signal }) =>
      (await take(
        inventory.GET("/api/v1/inventory/devices", {
          params: { query: { ...filters, ...range } },
          signal,
        }),
      )) as Page<Device>,
  });

export const deviceQuery = (id: number) =>
  queryOptions({
    queryKey: [...DEVICES, id],
    queryFn: async ({ signal }) =>
      (await take(
        inventory.GET("/api/v1/inventory/devices/{device_id}", {
          params: { path: { device_id: id } },
          signal,
        }),
      )) as Device,
  });

/** Devices whose name or number holds the words, to choose from. */
export const deviceChoices = (q: string) =>
  queryOptions({
    queryKey: [...DEVICES, "choices", q],
    queryFn: async ({ signal }) => {
      const page = (await take(
        inventory.GET("/api/v1/inventory/devices", {
          params: { query: { ...(q && { q }), limit: 20, ordering: "name" } },
          signal,
        }),
      )) as Page<Device>;
      return page.results.map(({ id, name }) => ({ value: String(id), label: name }));
    },
    staleTime: 30_000,
  });

/** The address of a file with the devices that the filters find. */
export function exportAddress(filters: DeviceFilters, format: "csv" | "xlsx"): string {
  return address("/api/v1/inventory/devices/export", { ...filters, format });
}

/** The address of a sheet of labels for them, to print. */
export function labelsAddress(filters: DeviceFilters): string {
  return address("/api/v1/inventory/devices/labels", { ...filters });
}

function address(path: string, query: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== "") params.append(name, String(one));
  return `${path}?${params.toString()}`;
}
