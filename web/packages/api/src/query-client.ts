import { QueryClient } from "@tanstack/react-query";

import { isPassing } from "./problem.ts";

const TRIES = 2;

/** The cache that holds all server state of an app. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A lab's network may have no internet, and a failure is told rather than waited out.
        networkMode: "always",
        staleTime: 15_000,
        // A refusal stays one; a service that is away may be back.
        retry: (failures, error) => failures < TRIES && isPassing(error),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
