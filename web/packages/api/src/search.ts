import { queryOptions } from "@tanstack/react-query";

import { scheduler, take } from "./client.ts";
import type { Hit } from "./hits.ts";
import { problemOf } from "./problem.ts";
import { fetchInSession } from "./session-gate.ts";

export interface Found {
  q: string;
  results: Hit[];
  /** Services that did not answer. */
  missing: string[];
}

/** What all services know by this word. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ["search", q],
    queryFn: async ({ signal }): Promise<Found> => {
      const address = new URL("/api/v1/search", window.location.origin);
      address.searchParams.set("q", q);
      const response = await fetchInSession(new Request(address, { signal }));
      if (!response.ok) throw await problemOf(response);
      return (await response.json()) as Found;
    },
    enabled: q.trim() !== "",
    staleTime: 10_000,
  });

const LATEST = 200;

/** One's own latest bookings, to find by title: titles are private, so no list of all has them. */
export const ownTitlesQuery = queryOptions({
  queryKey: ["search", "own bookings"],
  queryFn: async ({ signal }): Promise<readonly Hit[]> => {
    const { results } = await take(
      scheduler.GET("/api/v1/scheduler/bookings", {
        params: { query: { mine: true, limit: LATEST, ordering: "-start" } },
        signal,
      }),
    );
    return results.map(({ id, title }) => ({ kind: "booking", id, name: title ?? "" }));
  },
  staleTime: 30_000,
});
