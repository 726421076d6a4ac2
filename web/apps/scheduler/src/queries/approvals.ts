import { scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

type Schemas = components["schemas"];

export type Approval = Schemas["ApprovalOut"];
export type Conflict = Schemas["ConflictOut"];
export type DecisionsIn = Schemas["DecisionsIn"];
export type Decided = Schemas["DecidedOut"];

/** What the queue is narrowed to: the API's own names. */
export interface ApprovalsFilter {
  status?: ("PENDING" | "CONFLICTING")[] | undefined;
  type_id?: number[] | undefined;
  site_id?: number[] | undefined;
  owner_gone?: true | undefined;
}

interface Range {
  limit: number;
  offset: number;
}

const OTHERS_DECIDE_MS = 20_000;
const KEY = ["scheduler", "approvals"] as const;

/** What waits for this person's decision, the longest waiting first. */
export const approvalsQuery = (filter: ApprovalsFilter, range: Range) =>
  queryOptions({
    queryKey: [...KEY, filter, range],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/approvals", {
          params: { query: { ...filter, ...range } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: OTHERS_DECIDE_MS,
  });

/** The conflicts in which a booking has a side. */
export const conflictQuery = (id: string) =>
  queryOptions({
    queryKey: ["scheduler", "conflict", id],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/bookings/{booking_id}/conflict", {
          params: { path: { booking_id: id } },
          signal,
        }),
      ),
  });

/** A decision; whatever shows bookings is asked for anew, also after a refusal. */
export function useDecision<Input, Answer>(decide: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: decide,
    onSettled: () => {
      for (const what of ["approvals", "conflict", "bookings", "availability", "overcommitments"])
        void queries.invalidateQueries({ queryKey: ["scheduler", what] });
    },
  });
}

export const decideMany = (body: DecisionsIn) =>
  take(scheduler.POST("/api/v1/scheduler/approvals/decide", { body }));

export const decideConflict = (id: string, gives_way: string[], reason: string) =>
  take(
    scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/decide", {
      params: { path: { booking_id: id } },
      body: { gives_way, reason },
    }),
  );
