import { auth, ifMatch, once, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/auth";
import { everyEntry } from "@labwright/api/pages";
import { versioned } from "@labwright/api/versioned";
import { queryOptions } from "@tanstack/react-query";

type Schemas = components["schemas"];

export type Role = Schemas["RoleOut"];
export type Permission = Schemas["PermissionOut"];

export const ROLES = ["auth", "roles"] as const;

const at = (id: number) => ({ path: { role_id: id } });

/** Every role, the highest rank first. */
export const rolesQuery = queryOptions({
  queryKey: [...ROLES, "all"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(auth.GET("/api/v1/auth/roles", { params: { query: range }, signal })),
    ),
  staleTime: 30_000,
});

/** A role with its version. */
export const roleAsIs = (id: number) =>
  versioned(auth.GET("/api/v1/auth/roles/{role_id}", { params: at(id) }));

/** Everything that may be permitted. */
export const permissionsQuery = queryOptions({
  queryKey: ["auth", "permissions"],
  queryFn: ({ signal }) =>
    everyEntry((range) =>
      take(
        auth.GET("/api/v1/auth/permissions", { params: { query: { q: "", ...range } }, signal }),
      ),
    ),
  staleTime: 5 * 60_000,
});

export const roleQuery = (id: number) =>
  queryOptions({ queryKey: [...ROLES, id], queryFn: () => roleAsIs(id) });

export const makeRole = (body: object, key: string) =>
  versioned(
    auth.POST("/api/v1/auth/roles", { body: body as Schemas["RoleIn"], headers: once(key) }),
  );

export const changeRole = (id: number, body: object, version: number) =>
  versioned(
    auth.PATCH("/api/v1/auth/roles/{role_id}", {
      params: at(id),
      body: body as Schemas["RolePatch"],
      headers: ifMatch(version),
    }),
  );

export const removeRole = (id: number, version: number) =>
  take(auth.DELETE("/api/v1/auth/roles/{role_id}", { params: at(id), headers: ifMatch(version) }));
