import { inventory, scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { DEVICES, type Range } from "./devices.ts";
import type { Past } from "./types.ts";

export type Booking = components["schemas"]["BookingOut"];

const MOST = 500;
const path = (id: number) => ({ path: { device_id: id } });

export const portsQuery = (id: number) =>
  queryOptions({
    queryKey: [...DEVICES, id, "ports"],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/devices/{device_id}/ports", {
          params: { ...path(id), query: { limit: MOST } },
          signal,
        }),
      ),
  });

export const connectionsQuery = (id: number) =>
  queryOptions({
    queryKey: [...DEVICES, id, "connections"],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/devices/{device_id}/connections", {
          params: { ...path(id), query: { limit: MOST } },
          signal,
        }),
      ),
  });

export const historyPage = (id: number) => (range: Range) =>
  queryOptions({
    queryKey: [...DEVICES, id, "history", range],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/devices/{device_id}/history", {
          params: { ...path(id), query: range },
          signal,
        }),
      ),
  });

export const attachmentsQuery = (id: number) =>
  queryOptions({
    queryKey: [...DEVICES, id, "attachments"],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/devices/{device_id}/attachments", {
          params: { ...path(id), query: { limit: MOST } },
          signal,
        }),
      ),
  });

export const healthQuery = (id: number) =>
  queryOptions({
    queryKey: [...DEVICES, id, "health"],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/devices/{device_id}/health", {
          params: path(id),
          signal,
        }),
      ),
  });

/** What was reported on it, the newest first. */
export const reportsQuery = (id: number, limit: number) =>
  queryOptions({
    queryKey: [...DEVICES, id, "health", "history", limit],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/devices/{device_id}/health/history", {
          params: { ...path(id), query: { limit, offset: 0 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** A device as it was at an instant (RFC 3339), as its history tells. */
export const pastQuery = (id: number, at: string) =>
  queryOptions({
    queryKey: [...DEVICES, id, "past", at],
    queryFn: async ({ signal }) =>
      (await take(
        inventory.GET("/api/v1/inventory/devices/{device_id}", {
          params: { ...path(id), query: { at } },
          signal,
        }),
      )) as Past,
  });

export const feedsQuery = (id: number) =>
  queryOptions({
    queryKey: [...DEVICES, id, "outlets"],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/devices/{device_id}/outlets", {
          params: path(id),
          signal,
        }),
      ),
  });

/** Who has the device within a time (RFC 3339); without an end, from then on. */
export const bookingsQuery = (id: number, start: string, end?: string) =>
  queryOptions({
    queryKey: ["scheduler", "bookings", "of device", id, start, end],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/bookings", {
          params: { query: { device_id: [id], start, ...(end && { end }), limit: 100 } },
          signal,
        }),
      ),
  });
