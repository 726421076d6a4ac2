import { Select } from "@labwright/ui/select";

import type { Scope } from "../../queries/series.ts";
import { bookingWords } from "../../words/booking.ts";

const texts = bookingWords.series;

interface ScopeFieldProps {
  value: Scope;
  onChange: (scope: Scope) => void;
}

/** How much of a series a change is about. */
export function ScopeField({ value, onChange }: ScopeFieldProps) {
  return (
    <Select
      label={texts.scope}
      value={value}
      choices={(["this", "following", "all"] as const).map((scope) => ({
        value: scope,
        label: texts.scopes[scope],
      }))}
      onChange={onChange}
    />
  );
}
