import { auth, take } from "@labwright/api/client";
import { everyEntry } from "@labwright/api/pages";
import { queryOptions } from "@tanstack/react-query";

/** The projects that somebody is a member of. */
export const projectsQuery = (member: number) =>
  queryOptions({
    queryKey: ["auth", "groups", "projects", member],
    queryFn: ({ signal }) =>
      everyEntry((range) =>
        take(
          auth.GET("/api/v1/auth/groups", {
            params: { query: { kind: ["project"], member, ...range } },
            signal,
          }),
        ),
      ),
    staleTime: 60_000,
  });
