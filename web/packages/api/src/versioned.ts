/** What was answered, with the version of its ETag: for what does not name its version itself.

Throws ProblemError or UnreachableError. */
export async function versioned<Data extends object>(
  call: Promise<{ data?: Data; response: Response }>,
): Promise<Data & { version: number }> {
  const { data, response } = await call;
  return { ...(data as Data), version: versionOf(response.headers.get("ETag")) };
}

/** `"v3"` is 3; without a known tag 0, which no change is made from. */
export function versionOf(tag: string | null): number {
  return Number(/^(?:W\/)?"v(\d+)/.exec(tag ?? "")?.[1] ?? 0);
}
