const REMEMBERED = 8;

interface Answer<Data> {
  data?: Data;
  response: Response;
}

/** Asks for the same again and again: with the tag of the last answer, so that only news is sent.

What did not change is the same object as before, hence draws nothing anew. */
export function createPoll<Data>() {
  const last = new Map<string, { tag: string; data: Data }>();
  return async (
    key: string,
    ask: (headers: Record<string, string>) => Promise<Answer<Data>>,
  ): Promise<Data> => {
    const known = last.get(key);
    const { data, response } = await ask(known ? { "If-None-Match": known.tag } : {});
    if (response.status === 304 && known) return known.data;
    const fresh = data as Data;
    const tag = response.headers.get("ETag");
    last.delete(key);
    if (tag !== null) last.set(key, { tag, data: fresh });
    const [oldest] = last.keys();
    if (last.size > REMEMBERED && oldest !== undefined) last.delete(oldest);
    return fresh;
  };
}
