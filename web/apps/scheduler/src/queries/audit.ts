import { auth, take } from "@labwright/api/client";
import type { components } from "@labwright/api/generated/auth";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

export type Entry = components["schemas"]["AuditEntryOut"];
export type Verdict = components["schemas"]["Verdict"];

/** What the log is narrowed to: the API's own names. */
export interface AuditFilter {
  q?: string | undefined;
  actor?: string[] | undefined;
  action?: string[] | undefined;
  target?: string[] | undefined;
  outcome?: ("done" | "refused")[] | undefined;
  service?: string[] | undefined;
  request_id?: string[] | undefined;
  at__gte?: string | undefined;
  at__lt?: string | undefined;
}

export const auditPage = (filter: AuditFilter) => (range: { limit: number; offset: number }) =>
  queryOptions({
    queryKey: ["auth", "audit", filter, range],
    queryFn: ({ signal }) =>
      take(
        auth.GET("/api/v1/auth/audit", {
          params: { query: { ...filter, q: filter.q ?? "", ...range } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** The address of a file with all entries that the filter finds. */
export function auditExport(filter: AuditFilter, format: "csv" | "jsonl"): string {
  const params = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(filter))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== "") params.append(name, String(one));
  return `/api/v1/auth/audit/export?${params.toString()}`;
}

/** Proves the whole chain, part by part. */
export async function verifyAudit(): Promise<{ checked: number; broken: Verdict["broken"] }> {
  let checked = 0;
  let after = 0;
  for (;;) {
    const verdict = await take(
      auth.GET("/api/v1/auth/audit/verify", { params: { query: { after } } }),
    );
    checked += verdict.checked;
    const next = verdict.next_after;
    if (verdict.broken || next === null || next === undefined)
      return { checked, broken: verdict.broken };
    after = next;
  }
}
