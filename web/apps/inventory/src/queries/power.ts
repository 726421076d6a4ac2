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

/** Outlets with the version of their PDU, which a change of any of them raises. */
export const outletsQuery = (id: number) =>
  queryOptions({
    queryKey: ["inventory", "pdus", id, "outlets"],
    queryFn: async ({ signal }) => {
      const path = { pdu_id: id };
      // The version comes first: a change in between is refused later, not overwritten.
      const { version } = await take(
        inventory.GET("/api/v1/inventory/pdus/{pdu_id}", { params: { path }, signal }),
      );
      const outlets = await take(
        inventory.GET("/api/v1/inventory/pdus/{pdu_id}/outlets", {
          params: { path, query: { limit: 500 } },
          signal,
        }),
      );
      return { ...outlets, version };
    },
  });
