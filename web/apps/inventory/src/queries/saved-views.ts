import { ifMatch, inventory, once, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/inventory";
import { everyEntry } from "@labwright/api/pages";
import { queryOptions } from "@tanstack/react-query";

import type { DeviceFilters } from "./devices.ts";

/** The device list as somebody likes to see it. */
export type SavedView = components["schemas"]["SavedViewOut"];

/** What is kept of it. */
export interface ViewContent {
  name: string;
  shared: boolean;
  filters: DeviceFilters;
  columns: string[];
}

export const savedViewsQuery = queryOptions({
  queryKey: ["inventory", "saved-views"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(inventory.GET("/api/v1/inventory/saved-views", { params: { query: range }, signal })),
    ),
});

export const addView = (body: ViewContent, key: string) =>
  take(inventory.POST("/api/v1/inventory/saved-views", { body, headers: once(key) }));

export const replaceView = ({ id, version }: SavedView, body: ViewContent) =>
  take(
    inventory.PATCH("/api/v1/inventory/saved-views/{id}", {
      params: { path: { id } },
      body,
      headers: ifMatch(version),
    }),
  );

export const removeView = ({ id, version }: SavedView) =>
  take(
    inventory.DELETE("/api/v1/inventory/saved-views/{id}", {
      params: { path: { id } },
      headers: ifMatch(version),
    }),
  );
