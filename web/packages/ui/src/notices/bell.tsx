import * as Ariakit from "@ariakit/react";
import { noticesQuery } from "@labwright/api/notices";
import { useQuery } from "@tanstack/react-query";
import BellIcon from "lucide-react/icons/bell";

import { Button } from "../button.tsx";
import { Empty, Faces } from "../faces.tsx";
import { NoticeEntry } from "./notice-entry.tsx";
import { useMark } from "./use-mark.tsx";
import { words } from "../logic/notice-words.ts";

const NEWEST = { limit: 8, offset: 0 };

/** How much is unread, in every app; the newest of it on a click. */
export function Bell() {
  const notices = useQuery(noticesQuery(NEWEST));
  const mark = useMark();
  const unread = notices.data?.unread ?? 0;
  const newest = notices.data?.results[0];
  return (
    <Ariakit.PopoverProvider placement="bottom-end">
      <Ariakit.PopoverDisclosure
        aria-label={words.bell(unread)}
        className="relative grid size-9 place-items-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink pointer-coarse:size-11"
      >
        <BellIcon aria-hidden className="size-4" />
        {unread > 0 && (
          <span
            aria-hidden
            className="reading absolute -top-0.5 -right-0.5 min-w-4.5 rounded-full bg-bad px-1 text-center text-[0.6875rem] leading-4.5 text-raised"
          >
            {unread > 99 ? "99+" : unread}
          </span>
        )}
      </Ariakit.PopoverDisclosure>
      <Ariakit.Popover
        gutter={6}
        portal
        unmountOnHide
        aria-label={words.title}
        className="z-50 flex max-h-[min(32rem,80dvh)] w-[min(24rem,calc(100vw-1.5rem))] flex-col rounded-lg border border-line bg-raised shadow-float"
      >
        <header className="flex items-center justify-between gap-2 border-b border-line py-1.5 pr-2 pl-3">
          <Ariakit.PopoverHeading className="font-semibold">{words.title}</Ariakit.PopoverHeading>
          {newest && unread > 0 && (
            <Button
              small
              look="quiet"
              pending={mark.all.isPending}
              onClick={() => mark.all.mutate(newest.id)}
            >
              {words.markAll}
            </Button>
          )}
        </header>
        <div className="min-h-0 grow overflow-y-auto">
          <Faces
            query={notices}
            empty={({ results }) =>
              results.length === 0 ? <Empty title={words.none}>{words.noneText}</Empty> : null
            }
          >
            {({ results }) => (
              <ul>
                {results.map((notice) => (
                  <li key={notice.id} className="flex border-b border-line last:border-0">
                    <NoticeEntry
                      brief
                      notice={notice}
                      onFollow={() => notice.read_at === null && mark.one.mutate(notice.id)}
                    />
                  </li>
                ))}
              </ul>
            )}
          </Faces>
        </div>
        <footer className="flex flex-wrap justify-between gap-x-4 border-t border-line px-3 py-2 [&_a]:font-medium [&_a]:text-accent [&_a]:hover:underline">
          <a href="/app/scheduler/notifications">{words.all}</a>
          <a href="/app/account/notifications">{words.choose}</a>
        </footer>
      </Ariakit.Popover>
    </Ariakit.PopoverProvider>
  );
}
