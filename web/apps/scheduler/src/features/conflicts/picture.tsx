import { classes } from "@labwright/ui/logic/classes";
import { dateTime } from "@labwright/ui/logic/times";
import { useLabZone } from "@labwright/ui/time";

import { words } from "../../words.ts";
import { adminWords } from "../../words/admin.ts";
import type { Conflict } from "../../queries/approvals.ts";
import { type Bar, type Picture, pictureOf, placeOf, type Row } from "./scale.ts";

const texts = adminWords.conflicts;

const LOOKS = {
  challenger: "top-1 h-5 border-bad bg-bad-wash text-bad",
  challenged: "top-8 h-5 border-accent bg-accent-wash text-accent",
  overlap: "inset-y-0 border-warn text-warn opacity-35 pattern-stripes",
} as const;

/** A small timeline: who wants each device when, and where that meets. */
export function PictureOf({ conflict }: { conflict: Conflict }) {
  const picture = pictureOf(conflict);
  const zone = useLabZone();
  return (
    <figure>
      <div className="flex flex-col gap-3">
        {picture.rows.map((row) => (
          <Line key={row.deviceId} row={row} picture={picture} />
        ))}
      </div>
      <figcaption className="mt-2 flex flex-wrap justify-between gap-x-4 gap-y-1 text-ink-soft">
        <span className="reading">{dateTime(new Date(picture.start), zone)}</span>
        <span className="flex flex-wrap gap-x-4">
          <Key look="border-bad bg-bad-wash">{texts.challenger}</Key>
          <Key look="border-accent bg-accent-wash">{texts.challenged}</Key>
          <Key look="border-warn text-warn pattern-stripes">{texts.overlap}</Key>
        </span>
        <span className="reading">{dateTime(new Date(picture.end), zone)}</span>
      </figcaption>
      <p className="mt-1 text-ink-faint">{words.timeline.zone(zone)}</p>
    </figure>
  );
}

function Key({ look, children }: { look: string; children: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden className={`inline-block h-3 w-5 rounded-sm border ${look}`} />
      {children}
    </span>
  );
}

function Line({ row, picture }: { row: Row; picture: Picture }) {
  const zone = useLabZone();
  const told = row.bars
    .filter(({ side }) => side !== "overlap")
    .map((bar) => `${bar.label}: ${time(bar.start, zone)} – ${time(bar.end, zone)}`);
  return (
    <div>
      <p className="font-medium">{row.name}</p>
      <p className="sr-only">{told.join("; ")}</p>
      <div aria-hidden className="relative h-14 overflow-hidden rounded-sm bg-sunken">
        {row.bars.map((bar) => (
          <Mark key={bar.key} bar={bar} picture={picture} />
        ))}
      </div>
    </div>
  );
}

const time = (at: number, zone: string) => dateTime(new Date(at), zone);

function Mark({ bar, picture }: { bar: Bar; picture: Picture }) {
  const { left, width } = placeOf(bar, picture);
  return (
    <span
      className={classes(
        "absolute truncate rounded-sm border px-1 text-xs leading-4.5 font-medium",
        LOOKS[bar.side],
      )}
      style={{ left: `${left}%`, width: `${width}%` }}
    >
      {bar.label}
    </span>
  );
}
