interface Span {
  start: string;
  end: string;
}

export interface Laned<Item> {
  item: Item;
  lane: number;
  start: number;
  end: number;
}

/** Gives what overlaps lanes beside one another, as few as do; how many there are. */
export function lanesOf<Item extends Span>(items: readonly Item[]): [Laned<Item>[], number] {
  const free: number[] = [];
  const placed = items
    .map((item) => ({ item, start: Date.parse(item.start), end: Date.parse(item.end) }))
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ item, start, end }) => {
      const found = free.findIndex((until) => until <= start);
      const lane = found === -1 ? free.length : found;
      free[lane] = end;
      return { item, lane, start, end };
    });
  return [placed, Math.max(free.length, 1)];
}
