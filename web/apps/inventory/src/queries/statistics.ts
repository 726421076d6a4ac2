import { inventory, take } from "@labwright/api/client";
import { queryOptions } from "@tanstack/react-query";

export const statisticsQuery = queryOptions({
  queryKey: ["inventory", "statistics"],
  queryFn: ({ signal }) => take(inventory.GET("/api/v1/inventory/statistics", { signal })),
});
