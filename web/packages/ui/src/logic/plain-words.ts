/** Any value of the API in a line: of an object what it holds, without its numbers of identity. */
export function plainWords(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(plainWords).filter(Boolean).join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([name]) => name !== "id" && !name.endsWith("_id"))
    .map(([, part]) => plainWords(part))
    .filter(Boolean)
    .join(", ");
}
