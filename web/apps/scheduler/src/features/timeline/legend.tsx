import { Lamp } from "@labwright/ui/badge";
import { classes } from "@labwright/ui/logic/classes";

import { lookOf, SHOWN_STATES } from "../../components/states.ts";
import { words } from "../../words.ts";
import { MARKS } from "./marks.ts";

/** What colours, patterns and edges mean. */
export function Legend() {
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[0.8125rem] text-ink-soft">
      {SHOWN_STATES.map((state) => {
        const { tone, pattern, label } = lookOf(state);
        return (
          <li key={state} className="flex items-center gap-1.5">
            <Lamp tone={tone} pattern={pattern} />
            {label}
          </li>
        );
      })}
      <li className="flex items-center gap-1.5">
        <Lamp tone="calm" pattern="cross" />
        {words.timeline.blocked}
      </li>
      {(["own", "overcommitted"] as const).map((mark) => (
        <li key={mark} className="flex items-center gap-1.5">
          <span
            aria-hidden
            className={classes(
              "inline-block h-3 w-5 shrink-0 rounded-[3px] border border-line-strong bg-calm-wash",
              MARKS[mark],
            )}
          />
          {words.timeline[mark]}
        </li>
      ))}
    </ul>
  );
}
