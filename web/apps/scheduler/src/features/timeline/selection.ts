import { useReducer } from "react";

/** A rectangle on the timeline: from one line and step to another, in either direction. */
export interface Selection {
  anchor: Cell;
  head: Cell;
  /** Still being dragged. */
  open: boolean;
}

export interface Cell {
  line: number;
  /** The start of a step of time. */
  at: number;
}

export type Act =
  | { kind: "begin"; cell: Cell }
  | { kind: "reach"; cell: Cell }
  | { kind: "finish" }
  | { kind: "clear" };

export function changed(selection: Selection | null, act: Act): Selection | null {
  switch (act.kind) {
    case "begin":
      return { anchor: act.cell, head: act.cell, open: true };
    case "reach":
      return selection && { ...selection, head: act.cell };
    case "finish":
      return selection && { ...selection, open: false };
    case "clear":
      return null;
  }
}

export const useSelection = () => useReducer(changed, null);

export interface Area {
  firstLine: number;
  lastLine: number;
  start: number;
  end: number;
}

/** The lines and the time that a selection covers. */
export function areaOf({ anchor, head }: Selection, step: number): Area {
  return {
    firstLine: Math.min(anchor.line, head.line),
    lastLine: Math.max(anchor.line, head.line),
    start: Math.min(anchor.at, head.at),
    end: Math.max(anchor.at, head.at) + step,
  };
}
