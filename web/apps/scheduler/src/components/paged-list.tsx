import { Empty, Faces } from "@labwright/ui/faces";
import { type ReactNode } from "react";

import { Pager } from "./pager.tsx";

const PAGE = 50;

/** The range of a page, from 1. */
export const rangeOf = (page: number) => ({ limit: PAGE, offset: (page - 1) * PAGE });

interface PagedListProps<Item> {
  query: {
    data: { results: readonly Item[]; count: number } | undefined;
    error: unknown;
    isPending: boolean;
    refetch: () => unknown;
  };
  page: number;
  onPage: (page: number) => void;
  none: { title: string; text: string };
  children: (item: Item) => ReactNode;
}

/** A list with a page after the other, in one frame; its four faces. */
export function PagedList<Item>({ query, page, onPage, none, children }: PagedListProps<Item>) {
  return (
    <Faces
      query={query}
      empty={({ count }) => (count === 0 ? <Empty title={none.title}>{none.text}</Empty> : null)}
    >
      {({ results, count }) => (
        <>
          <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
            {results.map(children)}
          </ul>
          <Pager size={PAGE} shown={results.length} {...{ page, count, onPage }} />
        </>
      )}
    </Faces>
  );
}
