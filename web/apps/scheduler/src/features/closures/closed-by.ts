import type { Scope, WindowIn } from "../../queries/windows.ts";

/** What a closure of these targets closes, as the preview is asked for it. */
export function closedBy(
  scope: Scope,
  targets: readonly number[],
): Omit<WindowIn, "start" | "end"> {
  if (scope === "device") return { device_ids: [...targets] };
  if (scope === "type") return { filter: { type_id: [...targets] } };
  return { filter: scope === "site" ? { site_id: [...targets] } : {} };
}
