import { Lamp } from "@labwright/ui/badge";

import { lookOf, SHOWN_STATES } from "../../components/states.ts";
import { words } from "../../words.ts";

/** What colours and patterns mean. */
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
    </ul>
  );
}
