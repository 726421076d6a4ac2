/** The API's `ordering` after a click on a column: ascending, descending, then the list's own. */
export function nextOrdering(ordering: string | undefined, column: string): string | undefined {
  if (ordering === column) return `-${column}`;
  return ordering === `-${column}` ? undefined : column;
}

export function sortOf(
  ordering: string | undefined,
  column: string,
): "ascending" | "descending" | "none" {
  if (ordering === column) return "ascending";
  return ordering === `-${column}` ? "descending" : "none";
}
