import { Button } from "@labwright/ui/button";

import type { Wish } from "../../components/cart-store.ts";
import { words } from "../../words.ts";

interface SelectionBarProps {
  wishes: readonly Wish[];
  timeOf: (start: number, end: number) => string;
  onTake: () => void;
  onClear: () => void;
}

/** What is marked, in words, and what can be done with it. */
export function SelectionBar({ wishes, timeOf, onTake, onClear }: SelectionBarProps) {
  const [first] = wishes;
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-4 z-20 flex justify-center px-3"
    >
      {first && (
        <div className="pointer-events-auto flex flex-wrap items-center gap-3 rounded-lg border border-line-strong bg-raised py-2 pr-2 pl-4 shadow-float">
          <p>
            <strong className="font-semibold">
              {wishes.length === 1 ? first.deviceName : words.timeline.marked(wishes.length)}
            </strong>
            <span className="reading ml-3 text-ink-soft">{timeOf(first.start, first.end)}</span>
          </p>
          <Button onClick={onClear}>{words.timeline.letGo}</Button>
          <Button look="primary" onClick={onTake}>
            {words.timeline.book}
          </Button>
        </div>
      )}
    </div>
  );
}
