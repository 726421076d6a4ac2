import { auth, once, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/auth";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

type Schemas = components["schemas"];

export type Invitation = Schemas["InvitationOut"];
export type InvitationState = Schemas["InvitationState"];

export const INVITATIONS = ["auth", "invitations"] as const;

export const invitationsQuery = (
  state: InvitationState[] | undefined,
  range: { limit: number; offset: number },
) =>
  queryOptions({
    queryKey: [...INVITATIONS, state, range],
    queryFn: ({ signal }) =>
      take(
        auth.GET("/api/v1/auth/invitations", {
          params: { query: { ...(state && { state }), ...range } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const invite = (body: object, key: string) =>
  take(
    auth.POST("/api/v1/auth/invitations", {
      body: body as Schemas["InvitationIn"],
      headers: once(key),
    }),
  );

export const revokeInvitation = (id: number) =>
  take(
    auth.DELETE("/api/v1/auth/invitations/{invitation_id}", {
      params: { path: { invitation_id: id } },
    }),
  );
