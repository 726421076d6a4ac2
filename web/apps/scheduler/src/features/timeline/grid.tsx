import { useMe } from "@labwright/ui/signed-in";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type PointerEvent, useEffect, useMemo, useRef } from "react";

import type { Availability } from "../../queries/timelines.ts";
import { words } from "../../words.ts";
import { Axis, DayLines } from "./axis.tsx";
import { Bars } from "./bars.tsx";
import { useCursorKeys } from "./keys.ts";
import type { Line } from "./rows.ts";
import { type Scale, stepAt, xOf, ZOOMS } from "./scale.ts";
import { type Act, areaOf, type Selection } from "./selection.ts";

export const ROW = 32;
const LABEL = 208;
const NOW_AFTER = 120;

interface GridProps {
  lines: readonly Line[];
  scale: Scale;
  zone: string;
  now: number;
  availability: Availability | undefined;
  selection: Selection | null;
  act: (act: Act) => void;
  onTake: () => void;
  timeOf: (start: string | number, end: string | number) => string;
}

/** Devices down, time across; only the rows in sight are in the document. */
export function Grid(props: GridProps) {
  const { lines, scale, zone, now, availability, selection, act, onTake, timeOf } = props;
  const place = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const me = useMe();
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const owners = useMemo(
    () => new Map(availability?.owners.map((owner) => [owner.id, owner.display_name])),
    [availability],
  );
  const cellAt = (event: PointerEvent) => {
    const box = body.current?.getBoundingClientRect();
    if (!box) return null;
    const x = event.clientX - box.left - LABEL;
    const line = Math.floor((event.clientY - box.top) / ROW);
    if (x < 0 || line < 0 || line >= lines.length) return null;
    return { line, at: stepAt(scale, x)[0] };
  };
  const keys = useCursorKeys({ lines, scale, selection, act, onTake });
  const nowX = xOf(scale, useRef(now).current);
  useEffect(() => {
    // What is past is seldom looked for: begin shortly before now.
    if (nowX > 0 && nowX < scale.width) place.current?.scrollTo({ left: nowX - NOW_AFTER });
  }, [nowX, scale.width]);
  useEffect(() => {
    if (selection) rows.scrollToIndex(selection.head.line);
  }, [rows, selection]);
  return (
    // It is moved through by arrow keys, as its description says.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={place}
      role="application"
      aria-label={words.timeline.label}
      aria-describedby="timeline-keys"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={keys}
      className="relative h-[calc(100dvh-17.5rem)] min-h-80 overflow-auto rounded-lg border border-line-strong bg-panel"
    >
      <div style={{ width: LABEL + scale.width }}>
        <div className="sticky top-0 z-20 flex bg-panel">
          <div
            className="engraved sticky left-0 z-10 flex shrink-0 items-end border-r border-b border-line-strong bg-panel px-3 pb-1 text-ink-faint"
            style={{ width: LABEL }}
          >
            {words.timeline.devices}
          </div>
          <Axis scale={scale} zone={zone} />
        </div>
        <div
          ref={body}
          className="relative touch-pan-x touch-pan-y select-none"
          style={{ height: rows.getTotalSize() }}
          onPointerDown={(event) => {
            if (event.button !== 0 || event.pointerType === "touch") return;
            if ((event.target as Element).closest("[data-bar]")) return;
            const cell = cellAt(event);
            if (!cell) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            act({ kind: "begin", cell });
          }}
          onPointerMove={(event) => {
            const cell = selection?.open ? cellAt(event) : null;
            if (cell) act({ kind: "reach", cell });
          }}
          onPointerUp={() => act({ kind: "finish" })}
        >
          <div className="absolute inset-y-0" style={{ left: LABEL, width: scale.width }}>
            <DayLines scale={scale} zone={zone} />
          </div>
          {rows.getVirtualItems().map((row) => {
            const line = lines[row.index];
            return (
              line && (
                <div
                  key={line.key}
                  className="absolute inset-x-0 flex border-b border-line"
                  style={{ height: ROW, transform: `translateY(${row.start}px)` }}
                >
                  <Label line={line} />
                  {line.kind === "device" && line.timeline && (
                    <div className="relative overflow-hidden" style={{ width: scale.width }}>
                      <Bars
                        timeline={line.timeline}
                        scale={scale}
                        owners={owners}
                        ownId={me.id}
                        timeOf={timeOf}
                      />
                    </div>
                  )}
                </div>
              )
            );
          })}
          <NowLine scale={scale} now={now} />
          {selection && <Marked selection={selection} scale={scale} />}
        </div>
      </div>
    </div>
  );
}

function Label({ line }: { line: Line }) {
  const width = { width: LABEL };
  if (line.kind === "group")
    return (
      <div
        className="engraved sticky left-0 z-10 flex shrink-0 items-center gap-2 bg-sunken px-3 text-ink-soft"
        style={width}
      >
        <span className="truncate">{line.name}</span>
        <span className="text-ink-faint">{line.count}</span>
      </div>
    );
  return (
    <div
      className="sticky left-0 z-10 flex shrink-0 items-center border-r border-line-strong bg-panel px-3"
      style={width}
      title={`${line.device.name} · ${line.device.type_name}`}
    >
      <span className="truncate">{line.device.name}</span>
    </div>
  );
}

function NowLine({ scale, now }: { scale: Scale; now: number }) {
  if (now < scale.start || now >= scale.end) return null;
  return (
    <span
      aria-hidden
      title={words.timeline.now}
      className="pointer-events-none absolute inset-y-0 z-[5] w-0.5 bg-bad"
      style={{ left: LABEL + xOf(scale, now) }}
    />
  );
}

function Marked({ selection, scale }: { selection: Selection; scale: Scale }) {
  const area = areaOf(selection, ZOOMS[scale.zoom].step);
  const left = xOf(scale, area.start);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute z-[6] rounded-sm border-2 border-accent bg-accent/20"
      style={{
        left: LABEL + left,
        width: xOf(scale, area.end) - left,
        top: area.firstLine * ROW,
        height: (area.lastLine - area.firstLine + 1) * ROW,
      }}
    />
  );
}
