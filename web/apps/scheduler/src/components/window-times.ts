import type { Values } from "@labwright/ui/logic/record-fields";
import { fromField } from "@labwright/ui/logic/times";

/** The time that a form's fields `start` and `end` mean; null until it is one. */
export function timesOf(values: Values, zone: string): { start: string; end: string } | null {
  const [start, end] = [values.start, values.end].map((text) =>
    fromField(typeof text === "string" ? text : "", zone)?.toISOString(),
  );
  return start !== undefined && end !== undefined && start < end ? { start, end } : null;
}
