import { Button } from "@labwright/ui/button";

import { words } from "../words.ts";

interface PagerProps {
  /** From 1. */
  page: number;
  size: number;
  shown: number;
  count: number;
  onPage: (page: number) => void;
}

/** The way through the pages of a list; nothing where there is one alone. */
export function Pager({ page, size, shown, count, onPage }: PagerProps) {
  if (count <= size && page === 1) return null;
  const before = (page - 1) * size;
  return (
    <nav aria-label={words.bookings.pages} className="mt-3 flex items-center justify-end gap-3">
      <span className="text-ink-soft">
        {words.bookings.range(before + 1, before + shown, count)}
      </span>
      <Button disabled={page === 1} onClick={() => onPage(page - 1)}>
        {words.bookings.previous}
      </Button>
      <Button disabled={page * size >= count} onClick={() => onPage(page + 1)}>
        {words.bookings.next}
      </Button>
    </nav>
  );
}
