import { auth, take } from "@labwright/api/client";
import { queryOptions } from "@tanstack/react-query";

/** People whose name holds the words, to choose from. */
export const peopleChoices = (q: string) =>
  queryOptions({
    queryKey: ["auth", "users", "choices", q],
    queryFn: async ({ signal }) => {
      const page = await take(
        auth.GET("/api/v1/auth/users", {
          params: { query: { ...(q && { q }), limit: 20 } },
          signal,
        }),
      );
      return page.results.map(({ id, display_name, username }) => ({
        value: String(id),
        label: `${display_name} (${username})`,
      }));
    },
    staleTime: 30_000,
  });

export const groupChoices = queryOptions({
  queryKey: ["auth", "groups", "choices"],
  queryFn: async ({ signal }) => {
    const page = await take(
      auth.GET("/api/v1/auth/groups", { params: { query: { limit: 500 } }, signal }),
    );
    return page.results.map(({ id, name }) => ({ value: String(id), label: name }));
  },
  staleTime: 60_000,
});
