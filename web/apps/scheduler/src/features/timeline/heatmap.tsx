import { classes } from "@labwright/ui/logic/classes";
import { clock } from "@labwright/ui/logic/times";

import { viewWords } from "../../words/views.ts";
import { loadOf, type Span } from "./load.ts";
import type { Line } from "./rows.ts";
import { addDays, dateOf, midnight, type Scale, ZOOMS } from "./scale.ts";
import type { View } from "./toolbar.tsx";

const texts = viewWords.load;
const HOUR = 3_600_000;

/** From little to much; the number in each cell says it as well. */
const STEPS = [
  "text-ink-faint",
  "bg-accent/10",
  "bg-accent/20",
  "bg-accent/35",
  "bg-accent text-on-accent",
];

const stepOf = (share: number) => (share === 0 ? 0 : Math.min(1 + Math.floor(share * 4), 4));

interface HeatmapProps {
  lines: readonly Line[];
  scale: Scale;
  zone: string;
  view: View;
  onChange: (change: Partial<View>) => void;
}

/** How much of each group's time is taken, day by day, of one day hour by hour. */
export function Heatmap({ lines, scale, zone, view, onChange }: HeatmapProps) {
  const spans = spansOf(scale, zone);
  const rows = loadOf(lines, spans, texts.all);
  const daily = scale.zoom !== "day";
  const label = (span: Span) => (daily ? dayLabel(span.start, zone) : clock(at(span), zone));
  const look = (name: string, span: Span) =>
    onChange({
      look: "timeline",
      ...(daily && { zoom: "day", date: dateOf(span.start, zone) }),
      ...(view.grouping !== "none" && { q: name }),
    });
  return (
    <div className="flex flex-col gap-3">
      <div
        // What scrolls has to be reached by the keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="region"
        aria-label={texts.title}
        className="overflow-x-auto rounded-lg border border-line-strong bg-panel"
      >
        <table className="min-w-full border-separate border-spacing-px">
          <thead>
            <tr>
              <th scope="col" className="engraved px-3 py-2 text-left text-ink-faint">
                {texts.group}
              </th>
              {spans.map((span) => (
                <th
                  key={span.start}
                  scope="col"
                  className="reading px-1 py-2 text-[0.6875rem] font-normal whitespace-nowrap text-ink-soft"
                >
                  {label(span)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th
                  scope="row"
                  className="sticky left-0 max-w-40 min-w-32 bg-panel px-3 py-1 text-left font-medium wrap-anywhere sm:max-w-56"
                >
                  {row.name}
                </th>
                {row.shares.map((share, n) => {
                  const span = spans[n];
                  return (
                    <td key={n} className="p-0">
                      {share === null || !span ? (
                        <span className="pattern-cross block h-9 bg-size-[9px_9px] text-line-strong opacity-50">
                          <span className="sr-only">{texts.closed}</span>
                        </span>
                      ) : (
                        <button
                          type="button"
                          aria-label={texts.cell(row.name, label(span), percent(share))}
                          className={classes(
                            "reading h-9 w-full min-w-10 rounded-[2px] px-1 text-xs hover:outline-2 hover:outline-accent",
                            STEPS[stepOf(share)],
                          )}
                          onClick={() => look(row.name, span)}
                        >
                          {percent(share)}
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Scales />
    </div>
  );
}

function Scales() {
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[0.8125rem] text-ink-soft">
      {texts.steps.map((step, n) => (
        <li key={step} className="flex items-center gap-1.5">
          <span
            aria-hidden
            className={classes("inline-block size-3.5 rounded-[2px] border border-line", STEPS[n])}
          />
          {step}
        </li>
      ))}
      <li>{texts.hint}</li>
    </ul>
  );
}

const at = ({ start }: Span) => new Date(start);
const percent = (share: number) => `${Math.round(share * 100)}%`;

function spansOf(scale: Scale, zone: string): Span[] {
  if (scale.zoom === "day") {
    const hours = Math.round((scale.end - scale.start) / HOUR);
    return Array.from({ length: hours }, (_, n) => ({
      start: scale.start + n * HOUR,
      end: scale.start + (n + 1) * HOUR,
    }));
  }
  const first = dateOf(scale.start, zone);
  return Array.from({ length: ZOOMS[scale.zoom].days }, (_, n) => ({
    start: midnight(addDays(first, n), zone),
    end: midnight(addDays(first, n + 1), zone),
  }));
}

const dayLabel = (start: number, zone: string) =>
  new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
  }).format(new Date(start));
