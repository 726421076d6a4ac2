import { inventory, take } from "@labwright/api/client";
import { everyEntry, type Page } from "@labwright/api/pages";
import { queryOptions } from "@tanstack/react-query";

import type { Pdu } from "./types.ts";

export const pdusQuery = queryOptions({
  queryKey: ["inventory", "pdus"],
  queryFn: ({ signal }) =>
    everyEntry<Pdu>(
      async (query) =>
        (await take(
          inventory.GET("/api/v1/inventory/pdus", { params: { query }, signal }),
        )) as Page<Pdu>,
    ),
});

export const pduQuery = (id: number) =>
  queryOptions({
    queryKey: ["inventory", "pdus", id],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/pdus/{pdu_id}", {
          params: { path: { pdu_id: id } },
          signal,
        }),
      ),
  });

export const outletsQuery = (id: number) =>
  queryOptions({
    queryKey: ["inventory", "pdus", id, "outlets"],
    queryFn: ({ signal }) =>
      take(
        inventory.GET("/api/v1/inventory/pdus/{pdu_id}/outlets", {
          params: { path: { pdu_id: id }, query: { limit: 500 } },
          signal,
        }),
      ),
  });
