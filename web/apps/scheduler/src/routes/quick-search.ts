interface QuickSearch {
  tab?: string;
  q?: string;
  start?: string;
  end?: string;
}

const isInstant = (text: unknown): text is string =>
  typeof text === "string" && /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));

/** What of the address the page understands; the rest is dropped. */
export function quickSearch({ tab, q, start, end }: Record<string, unknown>): QuickSearch {
  return {
    ...(typeof tab === "string" && tab !== "" && { tab }),
    ...(typeof q === "string" && q !== "" && { q }),
    ...(isInstant(start) && { start }),
    ...(isInstant(end) && { end }),
  };
}
