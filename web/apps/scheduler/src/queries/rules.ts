import { ifMatch, once, scheduler, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/scheduler";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

type Schemas = components["schemas"];

export type Rule = Schemas["RuleOut"];
export type RuleIn = Schemas["RuleIn"];
export type RuleChange = Schemas["RuleChange"];
export type RuleVersion = Schemas["RuleVersionOut"];
export type Target = Schemas["Target"];
export type Exempt = Schemas["Exempt"];
export type Tried = Schemas["DryRunOut"];
export type TriedBooking = Schemas["TriedBooking"];

/** What the list is narrowed to: the API's own names. */
export interface RulesFilter {
  q?: string | undefined;
  kind?: string[] | undefined;
  enabled?: boolean | undefined;
  ordering?: string | undefined;
}

export const RULES = ["scheduler", "rules"] as const;

const at = (id: number) => ({ path: { rule_id: id } });

export const rulesPage = (filter: RulesFilter) => (range: { limit: number; offset: number }) =>
  queryOptions({
    queryKey: [...RULES, "page", filter, range],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/rules", {
          params: { query: { ...filter, ...range } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const ruleQuery = (id: number) =>
  queryOptions({
    queryKey: [...RULES, id],
    queryFn: ({ signal }) =>
      take(scheduler.GET("/api/v1/scheduler/rules/{rule_id}", { params: at(id), signal })),
  });

/** What a rule was, the newest first. */
export const ruleHistoryQuery = (id: number) =>
  queryOptions({
    queryKey: [...RULES, id, "history"],
    queryFn: ({ signal }) =>
      take(
        scheduler.GET("/api/v1/scheduler/rules/{rule_id}/history", {
          params: { ...at(id), query: { limit: 100 } },
          signal,
        }),
      ),
  });

export const makeRule = (body: RuleIn, key: string) =>
  take(scheduler.POST("/api/v1/scheduler/rules", { body, headers: once(key) }));

export const changeRule = (id: number, body: RuleChange, version: number) =>
  take(
    scheduler.PATCH("/api/v1/scheduler/rules/{rule_id}", {
      params: at(id),
      body,
      headers: ifMatch(version),
    }),
  );

export const endRule = (id: number, version: number) =>
  take(
    scheduler.DELETE("/api/v1/scheduler/rules/{rule_id}", {
      params: at(id),
      headers: ifMatch(version),
    }),
  );

/** What a draft would have done to the bookings of the last days. */
export const tryRule = (rule: RuleIn, days: number) =>
  take(scheduler.POST("/api/v1/scheduler/rules/dry-run", { body: { rule, days } }));
