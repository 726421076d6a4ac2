import { auth, ifMatch, once, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/auth";
import { versioned } from "@labwright/api/versioned";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

type Schemas = components["schemas"];

export type Group = Schemas["GroupDetail"];
export type Member = Schemas["MemberOut"];

export interface GroupsFilter {
  q?: string | undefined;
  kind?: ("team" | "project")[] | undefined;
  ordering?: string | undefined;
}

export const GROUPS = ["auth", "groups"] as const;

const at = (id: number) => ({ path: { group_id: id } });

export const groupsPage = (filter: GroupsFilter) => (range: { limit: number; offset: number }) =>
  queryOptions({
    queryKey: [...GROUPS, "page", filter, range],
    queryFn: ({ signal }) =>
      take(
        auth.GET("/api/v1/auth/groups", {
          params: { query: { ...filter, q: filter.q ?? "", ...range } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** A group with the version that a change is made from. */
export const groupAsIs = (id: number) =>
  versioned(auth.GET("/api/v1/auth/groups/{group_id}", { params: at(id) }));

export const groupQuery = (id: number) =>
  queryOptions({ queryKey: [...GROUPS, id], queryFn: () => groupAsIs(id) });

export const makeGroup = (body: object, key: string) =>
  versioned(
    auth.POST("/api/v1/auth/groups", { body: body as Schemas["GroupIn"], headers: once(key) }),
  );

export const changeGroup = (id: number, body: object, version: number) =>
  versioned(
    auth.PATCH("/api/v1/auth/groups/{group_id}", {
      params: at(id),
      body: body as Schemas["GroupPatch"],
      headers: ifMatch(version),
    }),
  );

export const endGroup = (id: number, version: number) =>
  take(
    auth.DELETE("/api/v1/auth/groups/{group_id}", { params: at(id), headers: ifMatch(version) }),
  );

const memberAt = (group_id: number, user_id: number) => ({ path: { group_id, user_id } });

export const takeIn = (group: number, user: number, lead: boolean) =>
  take(
    auth.PUT("/api/v1/auth/groups/{group_id}/members/{user_id}", {
      params: memberAt(group, user),
      body: { lead },
    }),
  );

export const letLeave = (group: number, user: number) =>
  take(
    auth.DELETE("/api/v1/auth/groups/{group_id}/members/{user_id}", {
      params: memberAt(group, user),
    }),
  );
