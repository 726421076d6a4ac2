/** The time for which devices are put into the cart; instants in milliseconds. */
export interface QuickTime {
  start: number;
  end: number;
}

const HOUR = 3_600_000;

/** The next two whole hours: what a page begins with that was told nothing. */
export function usualTime(now: number): QuickTime {
  const start = (Math.floor(now / HOUR) + 1) * HOUR;
  return { start, end: start + 2 * HOUR };
}
