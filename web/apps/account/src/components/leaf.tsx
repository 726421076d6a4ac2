import { type ReactNode, useEffect } from "react";

import { words } from "../words.ts";
import { Trace } from "./trace.tsx";

interface LeafProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  /** Other ways to go. */
  below?: ReactNode;
}

/** A page with one thing to do. */
export function Leaf({ title, lead, children, below }: LeafProps) {
  useEffect(() => {
    document.title = `${title} · ${words.brand}`;
  }, [title]);
  return (
    <div className="grid min-h-dvh grid-rows-[7rem_1fr] md:grid-cols-[minmax(16rem,30rem)_1fr] md:grid-rows-1">
      <div className="relative overflow-hidden bg-[#0f1718] text-[#e7ebe7]">
        <Trace />
        <div className="absolute inset-x-0 bottom-0 bg-linear-to-t from-[#0f1718] to-transparent p-5 pt-10 md:p-8">
          <p className="text-xl font-semibold tracking-tight">{words.brand}</p>
          <p className="text-[#b0bbb8] max-md:hidden">{words.motto}</p>
        </div>
      </div>
      <main className="flex flex-col px-5 py-8 md:justify-center md:px-16">
        <div className="w-full max-w-sm">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {lead && <p className="mt-1 text-ink-soft">{lead}</p>}
          <div className="mt-6">{children}</div>
          {below && (
            <div className="mt-6 flex flex-wrap gap-x-6 gap-y-2 border-t border-line pt-4 [&_a]:text-accent [&_a]:underline-offset-4 [&_a]:hover:underline">
              {below}
            </div>
          )}
        </div>
      </main>
    </div>
  );
}
