import type { Page } from "@labwright/api/pages";
import {
  keepPreviousData,
  useQueries,
  useQuery,
  type UseQueryOptions,
} from "@tanstack/react-query";
import { useMemo, useState } from "react";

const PAGE = 100;

/** A list's page as the query cache knows it. */
// The key's own type differs from list to list, and nothing here reads it.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type PageQuery<Item> = UseQueryOptions<Page<Item>, Error, Page<Item>, any>;

/** Rows of a long list, of which only what is looked at is loaded. */
export interface SparseRows<Item> {
  /** How many there are; undefined until the first answer. */
  count: number | undefined;
  at: (index: number) => Item | undefined;
  loaded: readonly Item[];
  /** Tells which rows are looked at: from, to. */
  look: (from: number, to: number) => void;
  error: unknown;
  refetch: () => void;
}

export function useSparseRows<Item>(
  page: (range: { limit: number; offset: number }) => PageQuery<Item>,
): SparseRows<Item> {
  const [seen, setSeen] = useState({ from: 0, to: 0 });
  const first = useQuery({
    ...page({ limit: PAGE, offset: 0 }),
    placeholderData: keepPreviousData,
  });
  const count = first.data?.count;
  const offsets = useMemo(() => {
    const last = Math.min(seen.to, (count ?? 1) - 1);
    const begin = Math.max(PAGE, Math.floor(seen.from / PAGE) * PAGE);
    const wanted: number[] = [];
    for (let offset = begin; offset <= last; offset += PAGE) wanted.push(offset);
    return wanted;
  }, [seen, count]);
  const others = useQueries({
    queries: offsets.map((offset) => page({ limit: PAGE, offset })),
  });
  const pages = new Map<number, readonly Item[]>();
  if (first.data) pages.set(0, first.data.results);
  offsets.forEach((offset, index) => {
    const results = others[index]?.data?.results;
    if (results) pages.set(offset, results);
  });
  return {
    count,
    at: (index) => pages.get(Math.floor(index / PAGE) * PAGE)?.[index % PAGE],
    loaded: [...pages.values()].flat(),
    look: (from, to) => setSeen((now) => (now.from === from && now.to === to ? now : { from, to })),
    error: first.error ?? others.find((other) => other.error)?.error ?? null,
    refetch: () => void first.refetch(),
  };
}

/** Rows that are all there already, in the same shape. */
export function allRows<Item>(items: readonly Item[]): SparseRows<Item> {
  return {
    count: items.length,
    at: (index) => items[index],
    loaded: items,
    look: () => undefined,
    error: null,
    refetch: () => undefined,
  };
}
