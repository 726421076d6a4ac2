import { auth, take } from "@labwright/api/client";
import { everyEntry } from "@labwright/api/pages";
import { queryOptions } from "@tanstack/react-query";

/** Teams and projects. */
export const groupsQuery = queryOptions({
  queryKey: ["auth", "groups", "all"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(auth.GET("/api/v1/auth/groups", { params: { query: { q: "", ...range } }, signal })),
    ),
  staleTime: 60_000,
});

/** A person, by number. */
export const personQuery = (id: number) =>
  queryOptions({
    queryKey: ["auth", "users", "one", id],
    queryFn: ({ signal }) =>
      take(auth.GET("/api/v1/auth/users/{user_id}", { params: { path: { user_id: id } }, signal })),
    staleTime: 5 * 60_000,
  });

/** People whose name holds the words, to choose from. */
export const peopleChoices = (q: string) =>
  queryOptions({
    queryKey: ["auth", "users", "choices", q],
    queryFn: async ({ signal }) => {
      const page = await take(
        auth.GET("/api/v1/auth/users", { params: { query: { q, limit: 20 } }, signal }),
      );
      return page.results.map(({ id, username, display_name }) => ({
        value: String(id),
        label: display_name === username ? username : `${display_name} (${username})`,
      }));
    },
    staleTime: 30_000,
  });
