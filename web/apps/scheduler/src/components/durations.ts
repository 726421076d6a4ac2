const PARTS = /^(-)?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

/** Milliseconds of an ISO 8601 duration without months or years; null of anything else. */
export function milliseconds(duration: string): number | null {
  const found = PARTS.exec(duration);
  if (found === null || duration.length < 3) return null;
  const [, minus, weeks, days, hours, minutes, seconds] = found;
  const n = (text: string | undefined) => Number(text ?? 0);
  const total =
    n(weeks) * 7 * DAY +
    n(days) * DAY +
    n(hours) * HOUR +
    n(minutes) * MINUTE +
    n(seconds) * SECOND;
  return minus ? -total : total;
}

/** The ISO 8601 duration of so many milliseconds, to the minute. */
export function durationOf(ms: number): string {
  return `${ms < 0 ? "-" : ""}PT${Math.round(Math.abs(ms) / MINUTE)}M`;
}

/** `2 d 3 h`, `45 min`: the two largest parts. */
export function inWords(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / MINUTE);
  const parts: [number, string][] = [
    [Math.floor(minutes / 1_440), "d"],
    [Math.floor((minutes % 1_440) / 60), "h"],
    [minutes % 60, "min"],
  ];
  const said = parts.filter(([count]) => count > 0).slice(0, 2);
  return said.length === 0 ? "0 min" : said.map(([count, unit]) => `${count} ${unit}`).join(" ");
}
