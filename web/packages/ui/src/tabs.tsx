import * as Ariakit from "@ariakit/react";
import { type ReactNode, useEffect, useRef } from "react";

export interface TabPage<Id extends string> {
  id: Id;
  label: string;
  /** Shown beside the label. */
  count?: number | undefined;
  content: ReactNode;
}

interface TabsProps<Id extends string> {
  label: string;
  pages: readonly TabPage<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
}

/** Several views of one thing. Only the chosen one is there, so that it alone is loaded. */
export function Tabs<Id extends string>({ label, pages, chosen, onChoose }: TabsProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  // On a phone the chosen one may be out of sight.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>("[aria-selected=true]");
    if (tab) list.current?.scrollTo?.({ left: tab.offsetLeft - tab.offsetWidth / 2 });
  }, [chosen]);
  return (
    <Ariakit.TabProvider
      selectedId={chosen}
      setSelectedId={(id) => id && onChoose(id as Id)}
      selectOnMove={false}
    >
      <Ariakit.TabList
        ref={list}
        aria-label={label}
        className="relative flex gap-1 overflow-x-auto border-b border-line-strong"
      >
        {pages.map((page) => (
          <Ariakit.Tab
            key={page.id}
            id={page.id}
            className="-mb-px flex h-10 items-center gap-2 border-b-2 border-transparent px-3 font-medium whitespace-nowrap text-ink-soft hover:text-ink aria-selected:border-accent aria-selected:text-ink"
          >
            {page.label}
            {page.count !== undefined && (
              <span className="reading rounded-sm bg-sunken px-1 text-xs">{page.count}</span>
            )}
          </Ariakit.Tab>
        ))}
      </Ariakit.TabList>
      {pages.map((page) => (
        <Ariakit.TabPanel key={page.id} tabId={page.id} unmountOnHide className="pt-5 outline-none">
          {page.content}
        </Ariakit.TabPanel>
      ))}
    </Ariakit.TabProvider>
  );
}
