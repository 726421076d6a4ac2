import { inventory, take } from "@labwright/api/client";
import { queryOptions } from "@tanstack/react-query";

import type { Range } from "./devices.ts";
import type { Import, ImportRow } from "./types.ts";

const POLL_MS = 1_000;

export const IMPORTS = ["inventory", "imports"] as const;

export const importsPage = (range: Range) =>
  queryOptions({
    queryKey: [...IMPORTS, "page", range],
    queryFn: ({ signal }) =>
      take(inventory.GET("/api/v1/inventory/imports", { params: { query: range }, signal })),
  });

export const isUnderWay = (one: Import) => one.state === "queued" || one.state === "running";

/** An import, asked about each second until it has ended. */
export const importQuery = (id: number) =>
  queryOptions({
    queryKey: [...IMPORTS, id],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/imports/{import_id}", {
          params: { path: { import_id: id } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? POLL_MS : false),
  });

export const importRowsPage = (id: number, action: ImportRow["action"][]) => (range: Range) =>
  queryOptions({
    queryKey: [...IMPORTS, id, "rows", action, range],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/imports/{import_id}/rows", {
          params: { path: { import_id: id }, query: { ...range, action } },
          signal,
        }),
      ),
  });
