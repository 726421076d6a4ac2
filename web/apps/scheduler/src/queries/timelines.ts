import { scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { everyEntry } from "@labwright/api/pages";
import { createPoll } from "@labwright/api/polling";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

export type Availability = components["schemas"]["Availability"];
export type Timeline = components["schemas"]["Timeline"];
export type SlotShown = components["schemas"]["SlotShown"];
export type BlockShown = components["schemas"]["BlockShown"];
export type SlotState = components["schemas"]["SlotState"];
export type Device = components["schemas"]["DeviceOut"];

const OTHERS_CHANGE_MS = 10_000;

const poll = createPoll<Availability>();

/** When all devices are free and by what they are taken, between two instants. */
export const timelinesQuery = (start: string, end: string) =>
  queryOptions({
    queryKey: ["scheduler", "availability", start, end],
    queryFn: ({ signal }) =>
      poll(`${start}/${end}`, (headers) =>
        scheduler.GET("/api/v1/scheduler/availability", {
          params: { query: { start, end } },
          headers,
          signal,
        }),
      ),
    refetchInterval: OTHERS_CHANGE_MS,
    placeholderData: keepPreviousData,
    // The poll answers the same object while nothing changed; comparing it again costs frames.
    structuralSharing: false,
  });

/** All devices that can be booked, with what they are grouped and found by. */
export const devicesQuery = queryOptions({
  queryKey: ["scheduler", "devices"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(scheduler.GET("/api/v1/scheduler/devices", { params: { query: range }, signal })),
    ),
  staleTime: 60_000,
});
