import { queryOptions } from "@tanstack/react-query";

import { problemOf } from "./problem.ts";
import { fetchInSession } from "./session-gate.ts";

export interface Hit {
  kind: string;
  id: number;
  name: string;
  /** The API's address of it, not a page's. */
  address: string;
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
