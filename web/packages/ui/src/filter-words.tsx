import { useEffect, useState } from "react";

import { controlClasses } from "./field.tsx";

const PAUSE_MS = 250;

interface FilterWordsProps {
  label: string;
  value: string | undefined;
  onChange: (q: string | undefined) => void;
}

/** Asks when the typing pauses, and follows the address when that changes. */
export function FilterWords({ label, value = "", onChange }: FilterWordsProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    const wanted = typed.trim().slice(0, 100);
    if (wanted === value) return undefined;
    const pause = setTimeout(() => onChange(wanted || undefined), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed, value, onChange]);
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      className={`${controlClasses} h-8! max-w-56 min-w-44 shrink-0`}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
