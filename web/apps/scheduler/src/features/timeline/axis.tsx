import { classes } from "@labwright/ui/logic/classes";

import { type Scale, ticks } from "./scale.ts";

/** The scale over the rows: days, and hours where they have room. */
export function Axis({ scale, zone }: { scale: Scale; zone: string }) {
  return (
    <div
      aria-hidden
      className="relative h-11 border-b border-line-strong"
      style={{ width: scale.width }}
    >
      {ticks(scale, zone).map(({ x, label, major }) => (
        <span
          key={x}
          style={{ left: x }}
          className={classes(
            "reading absolute border-l pl-1 whitespace-nowrap",
            major
              ? "top-0 h-full border-line-strong text-[0.75rem] font-medium text-ink"
              : "bottom-0 h-5 border-line text-[0.6875rem] text-ink-faint",
          )}
        >
          {label}
        </span>
      ))}
    </div>
  );
}

/** The lines of the days through all rows. */
export function DayLines({ scale, zone }: { scale: Scale; zone: string }) {
  return (
    <>
      {ticks(scale, zone)
        .filter((tick) => tick.major)
        .map(({ x }) => (
          <span
            key={x}
            aria-hidden
            className="absolute inset-y-0 w-px bg-line"
            style={{ left: x }}
          />
        ))}
    </>
  );
}
