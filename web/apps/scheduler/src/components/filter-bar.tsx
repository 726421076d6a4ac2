import { Button } from "@labwright/ui/button";
import { words as uiWords } from "@labwright/ui/logic/words";
import type { ReactNode } from "react";

interface FilterBarProps {
  /** There is something to clear. */
  narrowed: boolean;
  onClear: () => void;
  children: ReactNode;
}

/** What narrows a list, in a row that a phone scrolls. */
export function FilterBar({ narrowed, onClear, children }: FilterBarProps) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-1.5 max-sm:-mx-4 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-4 max-sm:py-1">
      {children}
      {narrowed && (
        <Button small look="quiet" onClick={onClear}>
          {uiWords.filter.clearAll}
        </Button>
      )}
    </div>
  );
}

const controlLook =
  "h-8 shrink-0 rounded-md border px-2.5 text-[0.8125rem] pointer-coarse:h-11 aria-pressed:border-accent aria-pressed:bg-accent-wash aria-pressed:text-ink border-dashed border-line-strong text-ink-soft hover:border-ink-soft aria-pressed:border-solid";

/** A filter that is on or off. */
export function FilterSwitch(props: {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={props.on}
      className={controlLook}
      onClick={() => props.onChange(!props.on)}
    >
      {props.label}
    </button>
  );
}

interface FilterDayProps {
  label: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}

/** A day of the lab that begins or ends what is shown. */
export function FilterDay({ label, value, onChange }: FilterDayProps) {
  return (
    <label className="flex shrink-0 items-center gap-1.5 text-[0.8125rem] text-ink-soft">
      {label}
      <input
        type="date"
        value={value ?? ""}
        onChange={(event) => onChange(event.target.value || undefined)}
        className="reading h-8 rounded-md border border-line-strong bg-raised px-2 text-ink pointer-coarse:h-11"
      />
    </label>
  );
}
