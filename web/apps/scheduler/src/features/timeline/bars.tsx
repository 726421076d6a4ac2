import { classes } from "@labwright/ui/logic/classes";
import { Link } from "@tanstack/react-router";
import { memo } from "react";

import { lookOf } from "../../components/states.ts";
import type { SlotShown, Timeline } from "../../queries/timelines.ts";
import { words } from "../../words.ts";
import { lanesOf } from "./lanes.ts";
import { MARKS } from "./marks.ts";
import { type Scale, xOf } from "./scale.ts";

const TONES = {
  ok: "bg-ok-wash text-ok border-ok",
  warn: "bg-warn-wash text-warn border-warn",
  bad: "bg-bad-wash text-bad border-bad",
  info: "bg-info-wash text-info border-info",
  calm: "bg-calm-wash text-calm border-line-strong",
  accent: "bg-accent-wash text-accent border-accent",
};

const PATTERNS = {
  solid: "pattern-solid opacity-15",
  hollow: "pattern-hollow",
  stripes: "pattern-stripes opacity-30",
  dots: "pattern-dots opacity-50",
  cross: "pattern-cross opacity-40",
  half: "pattern-half opacity-25",
};

const NARROW = 34;

interface BarsProps {
  timeline: Timeline;
  scale: Scale;
  owners: ReadonlyMap<number, string>;
  ownId: number;
  timeOf: (start: string, end: string) => string;
}

/** What stands in one device's timeline: blocks behind, slots before them. */
export const Bars = memo(function Bars({ timeline, scale, owners, ownId, timeOf }: BarsProps) {
  const [slots, lanes] = lanesOf(timeline.slots);
  return (
    <>
      {timeline.blocks.map((block) => {
        const place = placeOf(scale, Date.parse(block.start), Date.parse(block.end));
        const kind = words.blocks[block.kind];
        return (
          <div
            key={`${block.kind} ${block.start} ${block.reason}`}
            title={`${kind}: ${block.reason}\n${timeOf(block.start, block.end)}`}
            style={place}
            className="absolute inset-y-px overflow-hidden rounded-[2px] border border-line-strong bg-sunken text-calm"
          >
            <span
              aria-hidden
              className="pattern-cross absolute inset-0 bg-size-[9px_9px] opacity-35"
            />
            {place.width > NARROW && (
              <span className="relative block truncate bg-sunken/80 px-1 text-xs leading-[28px]">
                {block.reason}
              </span>
            )}
          </div>
        );
      })}
      {slots.map(({ item, lane, start, end }) => (
        <Bar
          key={item.id}
          slot={item}
          place={placeOf(scale, start, end)}
          lane={[lane, lanes]}
          owner={item.owner_id === null ? words.timeline.somebody : owners.get(item.owner_id)}
          own={item.owner_id === ownId}
          time={timeOf(item.start, item.end)}
        />
      ))}
    </>
  );
});

interface BarProps {
  slot: SlotShown;
  place: { left: number; width: number };
  lane: readonly [number, number];
  owner: string | undefined;
  own: boolean;
  time: string;
}

function Bar({ slot, place, lane: [lane, lanes], owner, own, time }: BarProps) {
  const { tone, pattern, label } = lookOf(slot.status);
  const said = [
    owner ?? words.timeline.somebody,
    label,
    time,
    slot.overcommitted && words.timeline.overcommitted,
  ];
  const shape = {
    ...place,
    top: `calc(2px + ${lane} * (100% - 4px) / ${lanes})`,
    height: `calc((100% - 4px) / ${lanes} - 1px)`,
  };
  const content = (
    <>
      <span aria-hidden className={classes("absolute inset-0", PATTERNS[pattern])} />
      {place.width > NARROW && lanes < 3 && (
        <span className="relative flex h-full items-center truncate px-1.5 text-xs font-medium text-ink">
          {owner}
        </span>
      )}
    </>
  );
  const look = classes(
    "absolute overflow-hidden rounded-[3px] border",
    TONES[tone],
    own && MARKS.own,
    slot.overcommitted && MARKS.overcommitted,
  );
  const shared = { title: said.filter(Boolean).join("\n"), style: shape, className: look };
  if (slot.booking_id === null) return <div {...shared}>{content}</div>;
  return (
    <Link
      to="/bookings/$id"
      params={{ id: slot.booking_id }}
      tabIndex={-1}
      data-bar
      aria-label={said.filter(Boolean).join(", ")}
      {...shared}
    >
      {content}
    </Link>
  );
}

function placeOf(scale: Scale, start: number, end: number): { left: number; width: number } {
  const left = Math.max(xOf(scale, start), 0);
  const right = Math.min(xOf(scale, end), scale.width);
  return { left, width: Math.max(right - left - 1, 3) };
}
