import { Lamp } from "@labwright/ui/badge";
import { Loading, Refusal } from "@labwright/ui/faces";
import { classes } from "@labwright/ui/logic/classes";
import { clock, dateTime, toField } from "@labwright/ui/logic/times";
import { Select } from "@labwright/ui/select";
import { useQuery } from "@tanstack/react-query";

import { violationWords } from "../../components/against.tsx";
import { type Finding, previewQuery, type RecurrenceIn } from "../../queries/series.ts";
import { cartWords } from "../../words/cart.ts";
import { words } from "../../words.ts";
import type { Draft } from "./draft.ts";

const texts = cartWords.repeat;

interface OccurrencesProps {
  series: RecurrenceIn | null;
  draft: Draft;
  zone: string;
  onChange: (part: Partial<Draft>) => void;
}

/** Every booking of the rule with whether it passes; each can be left out. */
export function Occurrences({ series, draft, zone, onChange }: OccurrencesProps) {
  // What is left out stays in the list, to be taken back.
  const asked = series && { ...series, title: texts.label, exdates: [], message: null };
  const preview = useQuery({
    ...previewQuery(asked ?? { title: "", slots: [], rrule: "" }),
    enabled: asked !== null,
  });
  if (asked === null) return <p className="text-ink-faint">{texts.half}</p>;
  if (preview.error) return <Refusal error={preview.error} />;
  if (!preview.data) return <Loading rows={3} />;
  const { occurrences, time_zone } = preview.data;
  const dayOf = (finding: Finding) => toField(finding.start, time_zone).slice(0, 10);
  const wanted = occurrences.filter((each) => !draft.leftOut.includes(dayOf(each)));
  const refused = wanted.filter((each) => !each.passes).length;
  const toggle = (day: string) =>
    onChange({
      leftOut: draft.leftOut.includes(day)
        ? draft.leftOut.filter((other) => other !== day)
        : [...draft.leftOut, day],
    });
  return (
    <div className="flex flex-col gap-2" aria-busy={preview.isFetching}>
      <p
        aria-live="polite"
        className={classes("font-medium", refused > 0 ? "text-bad" : "text-ok")}
      >
        {texts.summary(wanted.length, refused)}
      </p>
      <ul
        aria-label={texts.occurrences}
        // A list that scrolls has to be reached by the keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="max-h-56 overflow-y-auto rounded-md border border-line"
      >
        {occurrences.map((each) => (
          <Occurrence
            key={each.number}
            finding={each}
            zone={zone}
            out={draft.leftOut.includes(dayOf(each))}
            onToggle={() => toggle(dayOf(each))}
          />
        ))}
      </ul>
      {refused > 0 && (
        <Select
          label={texts.mode}
          value={draft.mode}
          choices={(["all_or_nothing", "skip_refused"] as const).map((mode) => ({
            value: mode,
            label: texts.modes[mode],
          }))}
          onChange={(mode) => onChange({ mode })}
        />
      )}
      <p className="text-xs text-ink-faint">{texts.zone(time_zone)}</p>
    </div>
  );
}

interface OccurrenceProps {
  finding: Finding;
  zone: string;
  out: boolean;
  onToggle: () => void;
}

function Occurrence({ finding, zone, out, onToggle }: OccurrenceProps) {
  const { start, end, passes, conflicts, violations } = finding;
  const time = `${dateTime(start, zone)} – ${clock(end, zone)}`;
  const reasons = [
    ...(conflicts.length > 0 ? [words.against.conflicts] : []),
    ...violations.map((each) => violationWords(each)),
  ];
  const said = out ? texts.left : passes ? texts.free : texts.refused;
  return (
    <li className="flex items-start gap-2 border-b border-line px-3 py-1.5 last:border-0">
      <span className="mt-1" title={said}>
        <Lamp
          tone={out ? "calm" : passes ? "ok" : "bad"}
          pattern={out ? "hollow" : passes ? "solid" : "cross"}
        />
        <span className="sr-only">{said}</span>
      </span>
      <span className={classes("min-w-0 grow", out && "text-ink-faint line-through")}>
        <span className="reading">{time}</span>
        {!out && reasons.length > 0 && (
          <span className="block text-xs text-bad">{reasons.join("; ")}</span>
        )}
      </span>
      <input
        type="checkbox"
        checked={!out}
        onChange={onToggle}
        aria-label={texts.include(time)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
    </li>
  );
}
