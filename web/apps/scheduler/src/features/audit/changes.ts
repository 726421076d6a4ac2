type State = Record<string, unknown> | null | undefined;

/** What differs between before and after, by name; what is on one side alone differs too. */
export function changesOf(before: State, after: State) {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .map((name) => ({ name, before: before?.[name], after: after?.[name] }))
    .filter((each) => JSON.stringify(each.before) !== JSON.stringify(each.after));
}

/** A recorded value, whole: a log hides nothing. */
export function shownWhole(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
