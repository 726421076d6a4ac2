import { auth, take } from "@labwright/api/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

/** People whose name has this in it. */
export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ["auth", "users", q],
    queryFn: ({ signal }) =>
      take(auth.GET("/api/v1/auth/users", { params: { query: { q, limit: 20 } }, signal })),
    enabled: q.trim() !== "",
    placeholderData: keepPreviousData,
  });
