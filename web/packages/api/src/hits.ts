/** What a search of the lab found. */
export interface Hit {
  kind: string;
  id: number | string;
  name: string;
}

/** Those of them whose names hold the words, a few. */
export function namedSo(hits: readonly Hit[], q: string, most: number): Hit[] {
  const wanted = q.trim().toLocaleLowerCase();
  if (wanted === "") return [];
  return hits.filter(({ name }) => name.toLocaleLowerCase().includes(wanted)).slice(0, most);
}
