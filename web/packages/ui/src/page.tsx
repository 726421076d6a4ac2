import { type ReactNode, useEffect } from "react";

import { words } from "./logic/words.ts";

interface PageProps {
  title: string;
  /** Where this page belongs, such as a link to its list. */
  above?: ReactNode;
  /** What is said beside the title: states, counts. */
  beside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page: its head with the scale's edge, and its content. */
export function Page({ title, above, beside, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · ${words.brand}`;
  }, [title]);
  return (
    <>
      <header className="graduated px-4 pt-5 pb-5 sm:px-8 sm:pt-7">
        {above && (
          <div className="engraved mb-1 text-ink-faint [&_a]:hover:text-accent">{above}</div>
        )}
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1">
            <h1 className="min-w-0 text-2xl leading-tight font-semibold tracking-tight wrap-anywhere">
              {title}
            </h1>
            {beside}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      </header>
      <div className="px-4 py-5 sm:px-8 sm:py-6">{children}</div>
    </>
  );
}

interface PanelProps {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A group of things that belong together, with its engraved label. */
export function Panel({ title, actions, children, className }: PanelProps) {
  return (
    <section className={`rounded-lg border border-line bg-panel ${className ?? ""}`}>
      {(title || actions) && (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-1.5">
          <h2 className="engraved text-ink-soft">{title}</h2>
          {actions}
        </header>
      )}
      <div className="px-4 py-3">{children}</div>
    </section>
  );
}

export interface Fact {
  name: string;
  value: ReactNode;
}

/** Names and values, as on a data sheet. What has no value says so. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-6">
      {facts.map(({ name, value }) => (
        <div
          key={name}
          className="col-span-2 grid grid-cols-subgrid items-baseline border-b border-line py-1.5 last:border-0"
        >
          <dt className="text-[0.8125rem] text-ink-faint">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">
            {value ?? <span className="text-ink-faint">–</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
