import { scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

export type Overcommitment = components["schemas"]["OvercommitmentOut"];

/** Where devices are promised beyond what they can bear. */
export const overcommitmentsQuery = (resolved: boolean, range: { limit: number; offset: number }) =>
  queryOptions({
    queryKey: ["scheduler", "overcommitments", resolved, range],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/overcommitments", {
          params: {
            query: { resolved, ordering: resolved ? "-resolved_at" : "start", ...range },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
