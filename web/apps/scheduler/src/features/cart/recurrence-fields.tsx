import { TextField } from "@labwright/ui/field";
import { classes } from "@labwright/ui/logic/classes";
import { Select } from "@labwright/ui/select";

import {
  MOST_TIMES,
  type Recurrence,
  WEEKDAYS,
  weekDays,
  weekdayOf,
  weekly,
} from "../../components/recurrence.ts";
import { cartWords } from "../../words/cart.ts";

const texts = cartWords.repeat;
const EVERY = ["day", "week", "month-date", "month-weekday"] as const;

interface RecurrenceFieldsProps {
  /** When the first booking starts, on the clock that is followed. */
  local: string;
  value: Recurrence | null;
  onChange: (value: Recurrence | null) => void;
}

/** Whether and how the booking comes again. */
export function RecurrenceFields({ local, value, onChange }: RecurrenceFieldsProps) {
  const repeat = (
    <Select
      label={texts.label}
      value={value?.every ?? "never"}
      choices={[
        { value: "never", label: texts.never },
        ...EVERY.map((every) => ({ value: every, label: texts[every] })),
      ]}
      onChange={(every) =>
        onChange(
          every === "never"
            ? null
            : { ...(value ?? weekly(local)), every: every as Recurrence["every"] },
        )
      }
    />
  );
  if (value === null) return repeat;
  const change = (part: Partial<Recurrence>) => onChange({ ...value, ...part });
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border border-line bg-sunken/50 p-3">
      <legend className="sr-only">{texts.label}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {repeat}
        <NumberField
          label={
            value.every === "day"
              ? texts.interval.day
              : value.every === "week"
                ? texts.interval.week
                : texts.interval.month
          }
          value={value.interval}
          onChange={(interval) => change({ interval })}
        />
      </div>
      {value.every === "week" && <Days local={local} value={value} onChange={change} />}
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={texts.ends}
          value={value.ends}
          choices={[
            { value: "count", label: texts.endsAfter },
            { value: "until", label: texts.endsOn },
          ]}
          onChange={(ends) => change({ ends })}
        />
        {value.ends === "count" ? (
          <NumberField
            label={texts.count}
            value={value.count}
            onChange={(count) => change({ count })}
          />
        ) : (
          <TextField
            label={texts.until}
            type="date"
            value={value.until}
            min={local.slice(0, 10)}
            onChange={(event) => change({ until: event.target.value })}
          />
        )}
      </div>
    </fieldset>
  );
}

interface NumberFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
}

function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <TextField
      label={label}
      type="number"
      min={1}
      max={MOST_TIMES}
      value={Number.isNaN(value) ? "" : value}
      onChange={(event) => onChange(event.target.valueAsNumber)}
    />
  );
}

interface DaysProps {
  local: string;
  value: Recurrence;
  onChange: (part: Partial<Recurrence>) => void;
}

function Days({ local, value, onChange }: DaysProps) {
  const chosen = weekDays(value, local);
  return (
    <div role="group" aria-label={texts.days} className="flex flex-wrap gap-1">
      {WEEKDAYS.map((day) => {
        const on = chosen.includes(day);
        return (
          <button
            key={day}
            type="button"
            aria-pressed={on}
            aria-label={texts.dayNames[day]}
            // The rule has to meet the first booking.
            aria-disabled={day === weekdayOf(local) || undefined}
            onClick={() =>
              day !== weekdayOf(local) &&
              onChange({ days: on ? chosen.filter((other) => other !== day) : [...chosen, day] })
            }
            className={classes(
              "h-9 grow rounded-md border px-1 text-[0.8125rem] font-medium pointer-coarse:h-11",
              on
                ? "border-accent bg-accent text-on-accent"
                : "border-line-strong bg-raised text-ink-soft hover:border-ink-soft",
            )}
          >
            {texts.dayNames[day].slice(0, 2)}
          </button>
        );
      })}
    </div>
  );
}
