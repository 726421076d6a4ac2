import { Button, IconButton } from "@labwright/ui/button";
import { controlClasses } from "@labwright/ui/field";
import type { OwnControl } from "@labwright/ui/logic/record-fields";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";

import { adminWords } from "../words/admin.ts";
import { DAYS, type Hours, hoursOf, lineOf } from "./weekly.ts";

const texts = adminWords.weekly;
const NEW: Hours = {
  days: ["mon", "tue", "wed", "thu", "fri"],
  opens: "08:00",
  closes: "18:00",
};

/** Hours of a week: lines of days with from and until. */
export function WeeklyField({ label, hint, error, value, onChange }: OwnControl) {
  const lines = Array.isArray(value) ? value.map(hoursOf) : [];
  const set = (next: Hours[]) => onChange(next.map(lineOf));
  const change = (index: number, part: Partial<Hours>) =>
    set(lines.map((line, at) => (at === index ? { ...line, ...part } : line)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-[0.8125rem] font-medium text-ink-soft">{label}</legend>
      {lines.map((line, index) => (
        <Line
          key={index}
          name={texts.line(index + 1)}
          hours={line}
          onChange={(part) => change(index, part)}
          onRemove={() => set(lines.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button small onClick={() => set([...lines, NEW])}>
          <Plus aria-hidden />
          {texts.add}
        </Button>
      </div>
      {hint && <p className="text-xs text-ink-faint">{hint}</p>}
      {error && (
        <p role="alert" className="text-xs font-medium text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface LineProps {
  name: string;
  hours: Hours;
  onChange: (part: Partial<Hours>) => void;
  onRemove: () => void;
}

function Line({ name, hours, onChange, onRemove }: LineProps) {
  return (
    <div role="group" aria-label={name} className="flex flex-wrap items-center gap-2">
      <span className="flex flex-wrap gap-x-2">
        {DAYS.map((day) => (
          <label key={day} className="flex items-center gap-1">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={hours.days.includes(day)}
              onChange={(event) =>
                onChange({
                  days: DAYS.filter((one) =>
                    one === day ? event.target.checked : hours.days.includes(one),
                  ),
                })
              }
            />
            {texts.days[day]}
          </label>
        ))}
      </span>
      <input
        type="time"
        aria-label={texts.opens}
        className={`${controlClasses} reading w-auto!`}
        value={hours.opens}
        onChange={(event) => onChange({ opens: event.target.value })}
      />
      –
      <input
        type="time"
        aria-label={texts.closes}
        className={`${controlClasses} reading w-auto!`}
        value={hours.closes}
        onChange={(event) => onChange({ closes: event.target.value })}
      />
      <IconButton small label={texts.remove(name)} icon={<X aria-hidden />} onClick={onRemove} />
    </div>
  );
}

/** As a field of a record. */
export const drawWeekly = (own: OwnControl) => <WeeklyField {...own} />;
