/** A page of a list, as every service answers it. */
export interface Page<Item> {
  count: number;
  next: string | null;
  previous: string | null;
  results: Item[];
}

const LONGEST = 500;

/** Every entry of a list that is known to be small, such as sites or tags. */
export async function everyEntry<Item>(
  page: (range: { limit: number; offset: number }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (;;) {
    const { count, results } = await page({ limit: LONGEST, offset: items.length });
    items.push(...results);
    if (items.length >= count || results.length === 0) return items;
  }
}
