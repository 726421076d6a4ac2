import type { ReactNode } from "react";

import { classes } from "./logic/classes.ts";

export type Tone = "ok" | "warn" | "bad" | "info" | "calm" | "accent";
export type Pattern = "solid" | "hollow" | "stripes" | "dots" | "cross" | "half";

const INK: Record<Tone, string> = {
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
  info: "text-info",
  calm: "text-calm",
  accent: "text-accent",
};

const WASH: Record<Tone, string> = {
  ok: "bg-ok-wash",
  warn: "bg-warn-wash",
  bad: "bg-bad-wash",
  info: "bg-info-wash",
  calm: "bg-calm-wash",
  accent: "bg-accent-wash",
};

const PATTERNS: Record<Pattern, string> = {
  solid: "pattern-solid",
  hollow: "pattern-hollow",
  stripes: "pattern-stripes",
  dots: "pattern-dots",
  cross: "pattern-cross",
  half: "pattern-half",
};

/** A state's mark: colour and pattern, so that either alone tells it. */
export function Lamp({ tone, pattern = "solid" }: { tone: Tone; pattern?: Pattern }) {
  return (
    <span
      aria-hidden
      className={classes(
        "inline-block size-2.5 shrink-0 rounded-[2px] border border-current",
        INK[tone],
        PATTERNS[pattern],
      )}
    />
  );
}

interface BadgeProps {
  tone: Tone;
  pattern?: Pattern;
  children: ReactNode;
}

export function Badge({ tone, pattern, children }: BadgeProps) {
  return (
    <span
      className={classes(
        "inline-flex h-6 max-w-full items-center gap-1.5 rounded-sm px-1.5 text-[0.8125rem] font-medium whitespace-nowrap",
        WASH[tone],
        INK[tone],
      )}
    >
      {pattern && <Lamp tone={tone} pattern={pattern} />}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** A word somebody gave a thing, with the colour (`#rrggbb`) that they chose. */
export function Tag({ children, colour }: { children: ReactNode; colour?: string | null }) {
  return (
    <span className="inline-flex h-6 max-w-full items-center gap-1.5 rounded-full border border-line-strong bg-raised px-2 text-[0.8125rem] whitespace-nowrap">
      {colour && (
        <span
          aria-hidden
          className="size-2 rounded-full border border-line-strong"
          style={{ background: colour }}
        />
      )}
      <span className="truncate">{children}</span>
    </span>
  );
}
