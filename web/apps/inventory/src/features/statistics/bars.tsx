import { Button } from "@labwright/ui/button";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { linkClasses } from "../../components/device-link.tsx";
import type { DeviceFilters } from "../../queries/devices.ts";
import { words } from "../../words.ts";

const SHOWN = 8;

export interface Bar {
  name: string;
  count: number;
  /** The list that the number counts. */
  filter?: DeviceFilters;
}

interface BarsProps {
  bars: readonly Bar[];
  /** Their order says something, such as ages. */
  keepOrder?: boolean;
}

/** Counts as bars on one scale, each with the way to its list. */
export function Bars({ bars, keepOrder }: BarsProps) {
  const [all, setAll] = useState(false);
  const ordered = keepOrder ? bars : [...bars].sort((a, b) => b.count - a.count);
  const shown = all || keepOrder ? ordered : ordered.slice(0, SHOWN);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  if (bars.length === 0) return <p className="text-ink-faint">{words.statistics.none}</p>;
  return (
    <>
      <ul className="grid grid-cols-[minmax(6rem,2fr)_3fr_auto] items-center gap-x-3 gap-y-1">
        {shown.map(({ name, count, filter }) => (
          <li key={name} className="col-span-3 grid grid-cols-subgrid items-center">
            <span className="truncate" title={name}>
              {filter && Object.keys(filter).length > 0 ? (
                <Link to="/devices" search={filter} className={linkClasses}>
                  {name}
                </Link>
              ) : (
                name
              )}
            </span>
            <span aria-hidden className="h-3 bg-sunken">
              <span
                className="block h-full border-r-2 border-accent bg-accent/35"
                style={{ width: `${(count / most) * 100}%` }}
              />
            </span>
            <span className="reading text-right">{count}</span>
          </li>
        ))}
      </ul>
      {shown.length < bars.length && (
        <Button small look="quiet" className="mt-2" onClick={() => setAll(true)}>
          {words.statistics.showAll(bars.length)}
        </Button>
      )}
    </>
  );
}
