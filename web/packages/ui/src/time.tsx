import { labQuery } from "@labwright/api/session";
import { useQuery } from "@tanstack/react-query";

import { dateTime, day, ownZone, relative } from "./logic/times.ts";
import { words } from "./logic/words.ts";
import { Tip } from "./tooltip.tsx";

/** The lab's time zone; UTC until it is known. */
export function useLabZone(): string {
  return useQuery(labQuery).data?.time_zone ?? "UTC";
}

interface TimeProps {
  at: string;
  /** A site's own zone, where it has one; else the lab's. */
  zone?: string | null;
  /** The day alone, or how far away it is. */
  as?: "day" | "relative";
}

/** An instant in the lab's time; the reader's own on hover and focus. */
export function Time({ at, zone, as }: TimeProps) {
  const lab = useLabZone();
  const shown = zone ?? lab;
  const own = ownZone();
  const exact = dateTime(at, shown);
  const text = as === "relative" ? relative(at, new Date()) : as === "day" ? day(at, shown) : exact;
  return (
    <Tip
      text={
        <>
          {words.time.lab(shown)}: {exact}
          {own !== shown && (
            <>
              <br />
              {words.time.own(dateTime(at, own))} ({own})
            </>
          )}
        </>
      }
    >
      <time dateTime={at} className="reading whitespace-nowrap">
        {text}
      </time>
    </Tip>
  );
}
