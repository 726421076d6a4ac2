/** What became of one slot in a step: which device, and what of time and state is new. */
export interface Change {
  device: { from: number | null; to: number };
  times: { from: [string, string] | null; to: [string, string] } | null;
  state: { from: string | null; to: string } | null;
}

interface Slot {
  device_id: number;
  start: string;
  end: string;
  state: string;
}

function isSlot(value: unknown): value is Slot {
  if (typeof value !== "object" || value === null) return false;
  const { device_id, start, end, state } = value as Record<string, unknown>;
  return typeof device_id === "number" && [start, end, state].every((it) => typeof it === "string");
}

/** The changes of a step, each slot with what is different. */
export function changesOf(changes: readonly object[]): Change[] {
  return changes.flatMap((change) => {
    const { before, after } = change as { before?: unknown; after?: unknown };
    if (!isSlot(after)) return [];
    const was = isSlot(before) ? before : null;
    const moved = was === null || was.start !== after.start || was.end !== after.end;
    return [
      {
        device: { from: was?.device_id ?? null, to: after.device_id },
        times: moved ? { from: was && [was.start, was.end], to: [after.start, after.end] } : null,
        state: was?.state === after.state ? null : { from: was?.state ?? null, to: after.state },
      } satisfies Change,
    ];
  });
}
