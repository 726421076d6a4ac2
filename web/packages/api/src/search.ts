import { queryOptions } from "@tanstack/react-query";

import { scheduler, take } from "./client.ts";
import { problemOf } from "./problem.ts";
import { fetchInSession } from "./session-gate.ts";

/** Something that a search of the lab found. */
export interface Hit {
  kind: string;
  id: number | string;
  name: string;
}

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

const MOST_BOOKINGS = 5;

/** One's own bookings with the words in their titles or devices, the latest first. */
export const ownBookingsQuery = (q: string) =>
  queryOptions({
    queryKey: ["search", "own bookings", q],
    queryFn: async ({ signal }): Promise<readonly Hit[]> => {
      const { results } = await take(
        scheduler.GET("/api/v1/scheduler/bookings", {
          params: { query: { mine: true, q, limit: MOST_BOOKINGS, ordering: "-start" } },
          signal,
        }),
      );
      return results.map(({ id, title }) => ({ kind: "booking", id, name: title ?? "" }));
    },
    staleTime: 10_000,
  });
