import { useEffect, useState } from "react";

const SECOND = 1_000;

/** `9:05`, `1:02:00`; never below nothing. */
export function remaining(ms: number): string {
  const seconds = Math.max(Math.ceil(ms / SECOND), 0);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

interface CountdownProps {
  until: string;
  /** Called once the time is over. */
  onOver?: () => void;
}

/** How long something is left, second by second. */
export function Countdown({ until, onOver }: CountdownProps) {
  const [now, setNow] = useState(() => Date.now());
  const left = Date.parse(until) - now;
  const over = left <= 0;
  useEffect(() => {
    if (over) return;
    const ticking = setInterval(() => setNow(Date.now()), SECOND);
    return () => clearInterval(ticking);
  }, [over]);
  useEffect(() => {
    if (over) onOver?.();
    // Said once, when it becomes so.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [over]);
  return (
    <span role="timer" className="reading tabular-nums">
      {remaining(left)}
    </span>
  );
}
