import { auth, ifMatch, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/auth";
import { versioned } from "@labwright/api/versioned";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

type Schemas = components["schemas"];

/** A person as admins see them. */
export type User = Schemas["UserOut"];
export type Qualification = Schemas["QualificationOut"];

export interface UsersFilter {
  q?: string | undefined;
  status?: ("active" | "disabled")[] | undefined;
  role?: string[] | undefined;
  ordering?: string | undefined;
}

interface Range {
  limit: number;
  offset: number;
}

export const USERS = ["auth", "users"] as const;
export const QUALIFICATIONS = ["auth", "qualifications"] as const;

const at = (id: number) => ({ path: { user_id: id } });

export const usersPage = (filter: UsersFilter) => (range: Range) =>
  queryOptions({
    queryKey: [...USERS, "page", filter, range],
    queryFn: ({ signal }) =>
      take(
        auth.GET("/api/v1/auth/users", {
          params: { query: { ...filter, q: filter.q ?? "", ...range } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** A person with the version that a change is made from. */
export const userAsIs = async (id: number) =>
  (await versioned(auth.GET("/api/v1/auth/users/{user_id}", { params: at(id) }))) as User & {
    version: number;
  };

export const userQuery = (id: number) =>
  queryOptions({ queryKey: [...USERS, id], queryFn: () => userAsIs(id) });

export const changeUser = (id: number, body: object, version: number) =>
  take(
    auth.PATCH("/api/v1/auth/users/{user_id}", {
      params: at(id),
      body: body as Schemas["PersonPatch"],
      headers: ifMatch(version),
    }),
  );

export const giveRoles = (id: number, body: Schemas["RolesChange"], version: number) =>
  take(
    auth.PUT("/api/v1/auth/users/{user_id}/roles", {
      params: at(id),
      body,
      headers: ifMatch(version),
    }),
  );

export const takeSecondFactor = (id: number) =>
  take(auth.DELETE("/api/v1/auth/users/{user_id}/second-factor", { params: at(id) }));

/** People who are locked out for a while. */
export const locksQuery = queryOptions({
  queryKey: ["auth", "locks"],
  queryFn: ({ signal }) =>
    take(auth.GET("/api/v1/auth/locks", { params: { query: { limit: 500 } }, signal })),
});

export const unlock = (id: number) =>
  take(auth.DELETE("/api/v1/auth/users/{user_id}/lock", { params: at(id) }));

export const tokensQuery = (id: number) =>
  queryOptions({
    queryKey: [...USERS, id, "tokens"],
    queryFn: ({ signal }) =>
      take(
        auth.GET("/api/v1/auth/users/{user_id}/tokens", {
          params: { ...at(id), query: { limit: 100 } },
          signal,
        }),
      ),
  });

export const revokeToken = (id: number, token_id: string) =>
  take(
    auth.DELETE("/api/v1/auth/users/{user_id}/tokens/{token_id}", {
      params: { path: { user_id: id, token_id } },
    }),
  );

export interface QualificationsFilter {
  user?: number[] | undefined;
  tag?: string[] | undefined;
}

export const qualificationsQuery = (filter: QualificationsFilter, range: Range) =>
  queryOptions({
    queryKey: [...QUALIFICATIONS, filter, range],
    queryFn: ({ signal }) =>
      take(
        auth.GET("/api/v1/auth/qualifications", {
          params: { query: { ...filter, ...range } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

const grantAt = (user_id: number, tag: string) => ({ path: { user_id, tag } });

export const grant = (user_id: number, tag: string, valid_until: string | null) =>
  take(
    auth.PUT("/api/v1/auth/users/{user_id}/qualifications/{tag}", {
      params: grantAt(user_id, tag),
      body: { valid_until },
    }),
  );

export const withdraw = (user_id: number, tag: string) =>
  take(
    auth.DELETE("/api/v1/auth/users/{user_id}/qualifications/{tag}", {
      params: grantAt(user_id, tag),
    }),
  );
