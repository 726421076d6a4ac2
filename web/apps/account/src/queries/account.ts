import { auth, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/auth";
import { everyEntry } from "@labwright/api/pages";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

export type Session = components["schemas"]["SessionOut"];
export type Token = components["schemas"]["TokenOut"];
export type NewToken = components["schemas"]["NewTokenOut"];
export type TokenIn = components["schemas"]["TokenIn"];
export type Permission = components["schemas"]["PermissionOut"];

export const sessionsQuery = queryOptions({
  queryKey: ["auth", "sessions"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(auth.GET("/api/v1/auth/sessions", { params: { query: range }, signal })),
    ),
});

export const secondFactorQuery = queryOptions({
  queryKey: ["auth", "totp"],
  queryFn: ({ signal }) => take(auth.GET("/api/v1/auth/me/totp", { signal })),
});

export const tokensQuery = queryOptions({
  queryKey: ["auth", "tokens"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(auth.GET("/api/v1/auth/tokens", { params: { query: range }, signal })),
    ),
});

/** What may be permitted, with what it means. */
export const permissionsQuery = queryOptions({
  queryKey: ["auth", "permissions"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(auth.GET("/api/v1/auth/permissions", { params: { query: range }, signal })),
    ),
  staleTime: 5 * 60_000,
});

export const ownGroupsQuery = (member: number) =>
  queryOptions({
    queryKey: ["auth", "groups", "of", member],
    queryFn: ({ signal }) =>
      everyEntry((range) =>
        take(auth.GET("/api/v1/auth/groups", { params: { query: { member, ...range } }, signal })),
      ),
  });

export const ownQualificationsQuery = queryOptions({
  queryKey: ["auth", "qualifications", "own"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(auth.GET("/api/v1/auth/qualifications", { params: { query: range }, signal })),
    ),
});

/** A change of one's account; what is shown of it is asked for anew. */
export function useAccountChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["auth"] }),
  });
}
