import { inventory, take } from "@labwright/api/client";

import type { Import } from "../../queries/types.ts";

/** Hand a file to the worker: to be checked only, or to be applied. */
export async function sendFile(file: File, dryRun: boolean): Promise<Import> {
  const form = new FormData();
  form.append("file", file);
  const answer = await take(
    inventory.POST("/api/v1/inventory/imports", {
      params: { query: { dry_run: dryRun, background: true } },
      body: { file: file.name },
      bodySerializer: () => form,
    }),
  );
  return answer as Import;
}
