import { ifMatch, scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

type Schemas = components["schemas"];

export type Preferences = Schemas["PreferencesOut"];
export type KindsChange = Schemas["PreferencesChange"]["kinds"];
export type Discord = Schemas["DiscordOut"];

const KEY = ["scheduler", "notifications", "preferences"] as const;

export const preferencesQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) =>
    take(scheduler.GET("/api/v1/scheduler/notifications/preferences", { signal })),
});

/** Chooses for some kinds; made from a version, as every change of what exists. */
export function usePreferencesChange() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ kinds, version }: { kinds: KindsChange; version: number }) =>
      take(
        scheduler.PATCH("/api/v1/scheduler/notifications/preferences", {
          body: { kinds },
          headers: ifMatch(version),
        }),
      ),
    onSuccess: (preferences) => queries.setQueryData(KEY, preferences),
  });
}

const DISCORD = ["scheduler", "notifications", "discord"] as const;

/** One's own channel of Discord; its address is told without the secret part. */
export const discordQuery = queryOptions({
  queryKey: DISCORD,
  queryFn: ({ signal }) =>
    take(scheduler.GET("/api/v1/scheduler/notifications/discord", { signal })),
});

/** Something done to one's own Discord; how it stands is asked again afterwards. */
export function useDiscordChange<Given>(act: (given: Given) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => queries.invalidateQueries({ queryKey: DISCORD }),
  });
}

export const setDiscord = (url: string) =>
  take(scheduler.PUT("/api/v1/scheduler/notifications/discord", { body: { url } }));

export const forgetDiscord = () =>
  take(scheduler.DELETE("/api/v1/scheduler/notifications/discord"));

export const testDiscord = () =>
  take(scheduler.POST("/api/v1/scheduler/notifications/discord/test"));
