export interface QueueState {
  /** The request that the keys are about. */
  cursor: number;
  count: number;
}

export type QueueAction =
  | { kind: "move"; cursor: number }
  | { kind: "select" }
  | { kind: "decide"; verb: "approve" | "reject" };

/** What a key means in the queue; null for all that is not its own. */
export function meaningOf(key: string, { cursor, count }: QueueState): QueueAction | null {
  if (count === 0) return null;
  switch (key.toLowerCase()) {
    case "j":
      return { kind: "move", cursor: Math.min(cursor + 1, count - 1) };
    case "k":
      return { kind: "move", cursor: Math.max(cursor - 1, 0) };
    case "x":
      return { kind: "select" };
    case "a":
      return { kind: "decide", verb: "approve" };
    case "r":
      return { kind: "decide", verb: "reject" };
    default:
      return null;
  }
}

/** What a decision is about: what is selected, else where the cursor stands. */
export function meant<Item extends { id: string }>(
  items: readonly Item[],
  selected: ReadonlySet<string>,
  cursor: number,
): Item[] {
  const chosen = items.filter(({ id }) => selected.has(id));
  const at = items[cursor];
  return chosen.length > 0 || !at ? chosen : [at];
}
