import { ifMatch, once, scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { everyEntry } from "@labwright/api/pages";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

export type Template = components["schemas"]["TemplateOut"];
export type DeviceGroup = components["schemas"]["DeviceGroupOut"];
export type PatchList = components["schemas"]["PatchListOut"];
export type Favourite = components["schemas"]["FavouriteOut"];
export type PatchLine = components["schemas"]["LineOut"];
type TemplateIn = components["schemas"]["TemplateIn"];
type DeviceGroupIn = components["schemas"]["DeviceGroupIn"];
type PatchListIn = components["schemas"]["PatchListIn"];

/** What can be changed of any of them. */
export interface Renamed {
  name?: string;
  description?: string | null;
  shared?: boolean;
}

const KEY = ["scheduler", "presets"] as const;
const at = (id: number) => ({ path: { id } });

export const templatesQuery = queryOptions({
  queryKey: [...KEY, "templates"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(
        scheduler.GET("/api/v1/scheduler/templates", {
          params: { query: { ...range, ordering: "name" } },
          signal,
        }),
      ),
    ),
});

export const deviceGroupsQuery = queryOptions({
  queryKey: [...KEY, "device-groups"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(
        scheduler.GET("/api/v1/scheduler/device-groups", {
          params: { query: { ...range, ordering: "name" } },
          signal,
        }),
      ),
    ),
});

export const patchListsQuery = queryOptions({
  queryKey: [...KEY, "patch-lists"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(
        scheduler.GET("/api/v1/scheduler/patch-lists", {
          params: { query: { ...range, ordering: "name" } },
          signal,
        }),
      ),
    ),
});

export const favouritesQuery = queryOptions({
  queryKey: [...KEY, "favourites"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(scheduler.GET("/api/v1/scheduler/favourites", { params: { query: range }, signal })),
    ),
});

/** What each kind of kept thing can have done to it. */
export const PRESETS = {
  template: {
    add: (body: TemplateIn, key: string) =>
      take(scheduler.POST("/api/v1/scheduler/templates", { body, headers: once(key) })),
    load: (id: number) =>
      take(scheduler.GET("/api/v1/scheduler/templates/{id}", { params: at(id) })),
    change: (id: number, body: Renamed, version: number) =>
      take(
        scheduler.PATCH("/api/v1/scheduler/templates/{id}", {
          params: at(id),
          body,
          headers: ifMatch(version),
        }),
      ),
    remove: (id: number, version: number) =>
      take(
        scheduler.DELETE("/api/v1/scheduler/templates/{id}", {
          params: at(id),
          headers: ifMatch(version),
        }),
      ),
  },
  group: {
    add: (body: DeviceGroupIn, key: string) =>
      take(scheduler.POST("/api/v1/scheduler/device-groups", { body, headers: once(key) })),
    load: (id: number) =>
      take(scheduler.GET("/api/v1/scheduler/device-groups/{id}", { params: at(id) })),
    change: (id: number, body: Renamed, version: number) =>
      take(
        scheduler.PATCH("/api/v1/scheduler/device-groups/{id}", {
          params: at(id),
          body,
          headers: ifMatch(version),
        }),
      ),
    remove: (id: number, version: number) =>
      take(
        scheduler.DELETE("/api/v1/scheduler/device-groups/{id}", {
          params: at(id),
          headers: ifMatch(version),
        }),
      ),
  },
  patchList: {
    add: (body: PatchListIn, key: string) =>
      take(scheduler.POST("/api/v1/scheduler/patch-lists", { body, headers: once(key) })),
    load: (id: number) =>
      take(scheduler.GET("/api/v1/scheduler/patch-lists/{id}", { params: at(id) })),
    change: (id: number, body: Renamed, version: number) =>
      take(
        scheduler.PATCH("/api/v1/scheduler/patch-lists/{id}", {
          params: at(id),
          body,
          headers: ifMatch(version),
        }),
      ),
    remove: (id: number, version: number) =>
      take(
        scheduler.DELETE("/api/v1/scheduler/patch-lists/{id}", {
          params: at(id),
          headers: ifMatch(version),
        }),
      ),
  },
};

export type PresetKind = keyof typeof PRESETS;

/** A change of what is kept; its lists are asked for anew. */
export function usePresetChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}

export const star = (deviceId: number, on: boolean): Promise<unknown> => {
  const params = { path: { device_id: deviceId } };
  return on
    ? take(scheduler.PUT("/api/v1/scheduler/favourites/{device_id}", { params }))
    : take(scheduler.DELETE("/api/v1/scheduler/favourites/{device_id}", { params }));
};

/** Which device or port each pasted line means. */
export const resolveLines = (text: string) =>
  take(scheduler.POST("/api/v1/scheduler/patch-lists/resolve", { body: { text } }));
