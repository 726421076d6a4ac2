const LOCALE = "en-GB";

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(at: Date, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = zone + JSON.stringify(options);
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALE, { timeZone: zone, hourCycle: "h23", ...options });
    formats.set(key, format);
  }
  return format.format(at);
}

/** `26 Nov 2026, 14:05` in the zone. */
export function dateTime(at: string | Date, zone: string): string {
  return formatted(new Date(at), zone, { dateStyle: "medium", timeStyle: "short" });
}

/** `26 Nov 2026` in the zone. */
export function day(at: string | Date, zone: string): string {
  return formatted(new Date(at), zone, { dateStyle: "medium" });
}

/** `14:05` in the zone. */
export function clock(at: string | Date, zone: string): string {
  return formatted(new Date(at), zone, { timeStyle: "short" });
}

/** `2026-11-26T14:05` as a `datetime-local` field shows an instant of the zone. */
export function toField(at: string | Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(new Date(at));
  return parts.replace(" ", "T");
}

/** The instant that a `datetime-local` field means in the zone; null when it is no time.

An hour that the clocks skip is the instant as far after the skip; of one that comes twice, the first. */
export function fromField(text: string, zone: string): Date | null {
  const asUtc = new Date(`${text}Z`);
  if (text === "" || Number.isNaN(asUtc.getTime())) return null;
  const candidates = [-1, 0, 1].map((days) => {
    const near = new Date(asUtc.getTime() + days * 86_400_000);
    return new Date(asUtc.getTime() - offsetAt(near, zone));
  });
  const exact = candidates.filter((at) => toField(at, zone) === text.slice(0, 16));
  const [first] = (exact.length > 0 ? exact : candidates).sort((a, b) => a.getTime() - b.getTime());
  return first ?? null;
}

/** Milliseconds that the zone's clocks are ahead of UTC at the instant. */
function offsetAt(at: Date, zone: string): number {
  return new Date(`${toField(at, zone)}Z`).getTime() - Math.floor(at.getTime() / 60_000) * 60_000;
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** `in 3 hours`, `2 days ago`, `now`. */
export function relative(at: string | Date, now: Date): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [unit, length] of STEPS)
    if (Math.abs(seconds) >= length) return words.format(Math.round(seconds / length), unit);
  return words.format(0, "second");
}
