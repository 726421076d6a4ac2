import { RowBadge } from "../../components/states.tsx";
import type { Import, ImportRow } from "../../queries/types.ts";
import { words } from "../../words.ts";

const ACTIONS = Object.keys(words.rowAction) as ImportRow["action"][];

/** How many rows became, or would become, what. */
export function Summary({ of }: { of: Import }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-2">
      {ACTIONS.map((action) => (
        <li key={action} className="flex items-center gap-2">
          <span className="font-mono text-xl font-medium tabular-nums">{of.summary[action]}</span>
          <RowBadge action={action} />
        </li>
      ))}
    </ul>
  );
}

/** What is being done, and how far it is: `progress` from 0 to 1. */
export function Progress({ text, progress }: { text: string; progress: number }) {
  const percent = Math.round(progress * 100);
  return (
    <div role="status" className="flex max-w-xl flex-col gap-2 py-6">
      <p>
        {text} <span className="reading text-ink-faint">{percent} %</span>
      </p>
      <progress
        aria-label={text}
        max={100}
        value={percent}
        className="h-2 w-full overflow-hidden rounded-full bg-sunken accent-accent"
      />
    </div>
  );
}
