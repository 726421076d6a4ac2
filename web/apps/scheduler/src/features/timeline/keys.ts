import type { KeyboardEvent } from "react";

import type { Line } from "./rows.ts";
import { type Scale, ZOOMS } from "./scale.ts";
import type { Act, Cell, Selection } from "./selection.ts";

const MOVES: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

interface CursorKeys {
  lines: readonly Line[];
  scale: Scale;
  selection: Selection | null;
  act: (act: Act) => void;
  onTake: () => void;
}

/** Arrow keys move the marked step, with Shift they stretch it; Enter takes it, Esc lets go. */
export function useCursorKeys({ lines, scale, selection, act, onTake }: CursorKeys) {
  return (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (move) {
      event.preventDefault();
      const from = selection?.head ?? { line: firstDevice(lines), at: scale.start };
      const cell = selection ? moved(from, move, lines, scale) : from;
      act({ kind: event.shiftKey && selection ? "reach" : "begin", cell });
      act({ kind: "finish" });
    } else if (event.key === "Enter" && selection) {
      event.preventDefault();
      onTake();
    } else if (event.key === "Escape" && selection) {
      event.stopPropagation();
      act({ kind: "clear" });
    }
  };
}

const firstDevice = (lines: readonly Line[]) =>
  Math.max(
    lines.findIndex((line) => line.kind === "device"),
    0,
  );

export function moved(
  from: Cell,
  [down, right]: readonly [number, number],
  lines: readonly Line[],
  scale: Scale,
): Cell {
  const { step } = ZOOMS[scale.zoom];
  let line = Math.min(Math.max(from.line + down, 0), lines.length - 1);
  // A group's head is no device: go on in the same direction, else stay.
  while (lines[line]?.kind === "group" && lines[line + Math.sign(down)]) line += Math.sign(down);
  if (lines[line]?.kind !== "device") line = from.line;
  const at = Math.min(Math.max(from.at + right * step, scale.start), scale.end - step);
  return { line, at };
}
