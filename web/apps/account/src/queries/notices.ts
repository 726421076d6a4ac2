import { ifMatch, scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

export type Preferences = components["schemas"]["PreferencesOut"];
export type Kinds = Preferences["kinds"];

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
    mutationFn: ({ kinds, version }: { kinds: Kinds; version: number }) =>
      take(
        scheduler.PATCH("/api/v1/scheduler/notifications/preferences", {
          body: { kinds },
          headers: ifMatch(version),
        }),
      ),
    onSuccess: (preferences) => queries.setQueryData(KEY, preferences),
  });
}
