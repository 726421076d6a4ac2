import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { scheduler, take } from "./client.ts";
import type { components } from "./generated/scheduler.ts";

export type Notice = components["schemas"]["NotificationOut"];

export const NOTICES_KEY = ["scheduler", "notifications", "list"] as const;
const NEWS_MS = 30_000;

interface Asked {
  unread?: boolean;
  limit: number;
  offset: number;
}

/** What one was told, the newest first, and how much of it is unread. */
export const noticesQuery = (asked: Asked) =>
  queryOptions({
    queryKey: [...NOTICES_KEY, asked],
    queryFn: ({ signal }) =>
      take(scheduler.GET("/api/v1/scheduler/notifications", { params: { query: asked }, signal })),
    refetchInterval: NEWS_MS,
    placeholderData: keepPreviousData,
  });

export const markRead = (id: number) =>
  take(
    scheduler.POST("/api/v1/scheduler/notifications/{notification_id}/read", {
      params: { path: { notification_id: id } },
    }),
  );

/** All up to this one, so that what came since stays unread. */
export const markAllRead = (upTo: number) =>
  take(scheduler.POST("/api/v1/scheduler/notifications/read", { body: { up_to: upTo } }));
