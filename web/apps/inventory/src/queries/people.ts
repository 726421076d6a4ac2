import { auth, take } from "@labwright/api/client";
import { queryOptions } from "@tanstack/react-query";

/** The most that a page of the API has. */
const MOST = 500;

/** The first people whose name holds the words, to choose from. */
export const peopleChoices = (q: string, limit = 20) =>
  queryOptions({
    queryKey: ["auth", "users", "choices", q, String(limit)],
    queryFn: async ({ signal }) => {
      const page = await take(
        auth.GET("/api/v1/auth/users", {
          params: { query: { ...(q && { q }), limit } },
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
      auth.GET("/api/v1/auth/groups", { params: { query: { limit: MOST } }, signal }),
    );
    return page.results.map(({ id, name }) => ({ value: String(id), label: name }));
  },
  staleTime: 60_000,
});

export const stewardChoices = peopleChoices("", MOST);
