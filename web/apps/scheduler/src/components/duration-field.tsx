import { controlClasses, Field } from "@labwright/ui/field";
import type { OwnControl } from "@labwright/ui/logic/record-fields";
import { useState } from "react";

import { adminWords } from "../words/admin.ts";
import { isoOf, minutesOf, type Unit, unitOf, UNITS } from "./lengths.ts";

const NAMES = Object.keys(UNITS) as Unit[];

/** A duration as a number of minutes, hours, days or weeks; empty is none. */
export function DurationField({ label, hint, required, error, value, onChange }: OwnControl) {
  const minutes = typeof value === "string" ? minutesOf(value) : null;
  const [unit, setUnit] = useState<Unit>(unitOf(minutes ?? 0));
  const amount = minutes === null ? "" : String(minutes / UNITS[unit]);
  const change = (text: string, next: Unit) => {
    const count = Number(text);
    const known = text.trim() !== "" && Number.isFinite(count) && count >= 0;
    onChange(known ? isoOf(Math.round(count * UNITS[next])) : "");
  };
  return (
    <Field {...{ label, hint, required, error }}>
      {(control) => (
        <div className="flex gap-2">
          <input
            {...control}
            type="number"
            min={0}
            step="any"
            className={`${controlClasses} reading min-w-0`}
            value={amount}
            onChange={(event) => change(event.target.value, unit)}
          />
          <select
            aria-label={adminWords.durations.unit(label)}
            className={`${controlClasses} w-auto!`}
            value={unit}
            onChange={(event) => {
              const next = event.target.value as Unit;
              setUnit(next);
              change(amount, next);
            }}
          >
            {NAMES.map((name) => (
              <option key={name} value={name}>
                {adminWords.durations.units[name]}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}

/** As a field of a record. */
export const drawDuration = (own: OwnControl) => <DurationField {...own} />;
