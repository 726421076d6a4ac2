import { Empty, Faces, Loading } from "@labwright/ui/faces";
import { clock, dateTime } from "@labwright/ui/logic/times";
import { useLabZone } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useMemo } from "react";

import { addToCart, type Wish } from "../../components/cart-store.ts";
import { useNow } from "../../components/now.ts";
import { type Device, devicesQuery, timelinesQuery } from "../../queries/timelines.ts";
import { words } from "../../words.ts";
import { Agenda } from "./agenda.tsx";
import { Grid } from "./grid.tsx";
import { Heatmap } from "./heatmap.tsx";
import { Legend } from "./legend.tsx";
import { type Line, linesOf } from "./rows.ts";
import { dateOf, scaleOf, ZOOMS } from "./scale.ts";
import { areaOf, type Selection, useSelection } from "./selection.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { Toolbar, type View } from "./toolbar.tsx";

interface TimelineProps {
  view: View;
  onChange: (change: Partial<View>) => void;
  /** Called once a selection is in the cart. */
  onBook: () => void;
}

/** Who uses which device when; drag, or use the arrow keys, to take what is free. */
export function TimelineView({ view, onChange, onBook }: TimelineProps) {
  const zone = useLabZone();
  const devices = useQuery(devicesQuery);
  return (
    <>
      <Toolbar view={view} today={dateOf(Date.now(), zone)} onChange={onChange} />
      <Faces
        query={devices}
        empty={(all) =>
          all.length === 0 ? (
            <Empty title={words.timeline.noDevices}>{words.timeline.noDevicesText}</Empty>
          ) : null
        }
      >
        {(all) => <Timelines {...{ view, onChange, zone, onBook }} devices={all} />}
      </Faces>
    </>
  );
}

interface TimelinesProps {
  view: View;
  devices: readonly Device[];
  zone: string;
  onChange: (change: Partial<View>) => void;
  onBook: () => void;
}

function Timelines({ view, devices, zone, onChange, onBook }: TimelinesProps) {
  const { zoom, date, grouping, bookable } = view;
  const q = useDeferredValue(view.q);
  const now = useNow();
  const scale = useMemo(() => scaleOf(zoom, date, zone), [zoom, date, zone]);
  const [start, end] = [scale.start, scale.end].map((at) => new Date(at).toISOString());
  const timelines = useQuery(timelinesQuery(start ?? "", end ?? ""));
  const lines = useMemo(
    () =>
      linesOf(
        devices,
        timelines.data?.devices ?? [],
        { q, grouping, bookable },
        words.timeline.ungrouped,
      ),
    [devices, timelines.data, q, grouping, bookable],
  );
  const [selection, act] = useSelection();
  const timeOf = useCallback(
    (from: string | number, to: string | number) =>
      `${dateTime(new Date(from), zone)} – ${sameDay(from, to, zone) ? clock(new Date(to), zone) : dateTime(new Date(to), zone)}`,
    [zone],
  );
  const wishes = wishesOf(lines, selection, ZOOMS[zoom].step);
  const take = () => {
    addToCart(wishes);
    act({ kind: "clear" });
    onBook();
  };
  if (timelines.error && !timelines.data) return <Faces query={timelines}>{() => null}</Faces>;
  if (lines.length === 0)
    return <Empty title={words.timeline.nothingFits}>{words.timeline.nothingFitsText}</Empty>;
  if (view.look !== "timeline" && !timelines.data) return <Loading />;
  if (view.look === "agenda")
    return (
      <Agenda {...{ lines, scale, zone, now }} mine={view.mine} availability={timelines.data} />
    );
  if (view.look === "load") return <Heatmap {...{ lines, scale, zone, view, onChange }} />;
  return (
    <>
      <Grid
        {...{ lines, scale, zone, now, selection, act, timeOf }}
        availability={timelines.data}
        onTake={take}
      />
      <div className="mt-2 flex flex-wrap items-center justify-between gap-3">
        <Legend />
        <p id="timeline-keys" className="text-xs text-ink-faint">
          {words.timeline.keys} {words.timeline.zone(zone)}
        </p>
      </div>
      <SelectionBar
        wishes={wishes}
        timeOf={timeOf}
        onTake={take}
        onClear={() => act({ kind: "clear" })}
      />
    </>
  );
}

const sameDay = (from: string | number, to: string | number, zone: string) =>
  dateOf(new Date(from).getTime(), zone) === dateOf(new Date(to).getTime() - 1, zone);

function wishesOf(lines: readonly Line[], selection: Selection | null, step: number): Wish[] {
  if (selection === null) return [];
  const { firstLine, lastLine, start, end } = areaOf(selection, step);
  return lines
    .slice(firstLine, lastLine + 1)
    .flatMap((line) =>
      line.kind === "device"
        ? [{ deviceId: line.device.id, deviceName: line.device.name, start, end }]
        : [],
    );
}
