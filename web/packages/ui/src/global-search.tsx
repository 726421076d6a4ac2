import * as Ariakit from "@ariakit/react";
import { ownBookingsQuery, searchQuery } from "@labwright/api/search";
import { may, type Me } from "@labwright/api/session";
import { useQuery } from "@tanstack/react-query";
import Search from "lucide-react/icons/search";
import { useDeferredValue, useEffect, useState } from "react";

import { Keys } from "./keyboard-help.tsx";
import { hitPage } from "./logic/hit-page.ts";
import { words } from "./logic/words.ts";
import { itemClasses } from "./select.tsx";

interface GlobalSearchProps {
  me: Me;
  /** Goes to a page of any app. */
  onOpen: (page: string) => void;
}

/** One question to the whole lab, from anywhere by Ctrl-K. */
export function GlobalSearch({ me, onOpen }: GlobalSearchProps) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex h-9 items-center gap-2 rounded-md border border-line-strong bg-raised px-2.5 text-ink-faint hover:border-ink-soft hover:text-ink sm:w-64"
      >
        <Search aria-hidden className="size-4" />
        <span className="grow text-left max-sm:sr-only">{words.search.open}</span>
        <span aria-hidden className="max-sm:hidden">
          <Keys keys={["Ctrl", "K"]} />
        </span>
      </button>
      <Ariakit.Dialog
        open={open}
        onClose={() => setOpen(false)}
        backdrop={<div className="bg-ink/35 dark:bg-sunken/70" />}
        unmountOnHide
        aria-label={words.search.label}
        className="fixed inset-x-3 top-[12dvh] z-40 mx-auto flex max-h-[70dvh] max-w-xl flex-col overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float"
      >
        <Question
          me={me}
          onOpen={(page) => {
            setOpen(false);
            onOpen(page);
          }}
        />
      </Ariakit.Dialog>
    </>
  );
}

function Question({ me, onOpen }: GlobalSearchProps) {
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed.trim().slice(0, 100));
  const { data, isFetching } = useQuery(searchQuery(q));
  const mayBook = may(me, "scheduler:booking:read");
  const own = useQuery({ ...ownBookingsQuery(q), enabled: mayBook && q !== "" }).data ?? [];
  const hits = [...own, ...(data?.results ?? [])];
  return (
    <Ariakit.ComboboxProvider open value={typed} setValue={setTyped} focusLoop>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4 text-ink-faint" />
        <Ariakit.Combobox
          // The dialog was opened to type into it.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          autoSelect="always"
          aria-label={words.search.label}
          placeholder={words.search.placeholder}
          className="h-13 grow bg-transparent text-base outline-none placeholder:text-ink-faint"
        />
      </div>
      <Ariakit.ComboboxList
        alwaysVisible
        aria-busy={isFetching}
        aria-label={words.search.label}
        className="min-h-0 overflow-y-auto p-1"
      >
        {hits.map((hit) => {
          const page = hitPage(hit, me);
          return (
            <Ariakit.ComboboxItem
              key={`${hit.kind} ${hit.id}`}
              value={hit.name}
              setValueOnClick={false}
              disabled={page === null}
              onClick={() => page && onOpen(page)}
              className={itemClasses}
            >
              <span className="min-w-0 grow truncate">{hit.name}</span>
              <span className="engraved text-ink-faint">
                {words.search.kinds[hit.kind] ?? hit.kind}
              </span>
            </Ariakit.ComboboxItem>
          );
        })}
      </Ariakit.ComboboxList>
      <p aria-live="polite" className="border-t border-line px-4 py-2 text-xs text-ink-faint">
        {data && hits.length === 0 ? words.search.nothing(data.q) : words.search.hint}{" "}
        {data && data.missing.length > 0 && words.search.missing(data.missing.join(", "))}
      </p>
    </Ariakit.ComboboxProvider>
  );
}
