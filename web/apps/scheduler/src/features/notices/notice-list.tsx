import { noticesQuery } from "@labwright/api/notices";
import { Button } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import { NoticeEntry } from "@labwright/ui/notices/notice-entry";
import { useMark } from "@labwright/ui/notices/use-mark";
import { words as texts } from "@labwright/ui/logic/notice-words";
import { useQuery } from "@tanstack/react-query";

import { words } from "../../words.ts";

const PAGE = 25;

interface NoticeListProps {
  unread: boolean;
  page: number;
  onPage: (page: number) => void;
}

/** What one was told, in full. */
export function NoticeList({ unread, page, onPage }: NoticeListProps) {
  const range = { limit: PAGE, offset: page * PAGE };
  const notices = useQuery(noticesQuery(unread ? { unread, ...range } : range));
  const mark = useMark();
  return (
    <Faces
      query={notices}
      empty={({ count }) =>
        count === 0 ? <Empty title={texts.none}>{texts.noneText}</Empty> : null
      }
    >
      {({ count, results }) => (
        <div className="flex max-w-4xl flex-col gap-3">
          {results[0] && results.some((notice) => notice.read_at === null) && (
            <div>
              <Button
                pending={mark.all.isPending}
                onClick={() => results[0] && mark.all.mutate(results[0].id)}
              >
                {texts.markAll}
              </Button>
            </div>
          )}
          <ul className="overflow-hidden rounded-lg border border-line bg-panel">
            {results.map((notice) => (
              <li key={notice.id} className="flex items-start border-b border-line last:border-0">
                <NoticeEntry
                  notice={notice}
                  onFollow={() => notice.read_at === null && mark.one.mutate(notice.id)}
                />
                {notice.read_at === null && (
                  <Button
                    small
                    look="quiet"
                    className="m-2"
                    aria-label={texts.markOne(notice.subject)}
                    onClick={() => mark.one.mutate(notice.id)}
                  >
                    {texts.markRead}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {count > PAGE && (
            <nav aria-label={words.bookings.pages} className="flex items-center justify-end gap-3">
              <span className="text-ink-soft">
                {words.bookings.range(page * PAGE + 1, page * PAGE + results.length, count)}
              </span>
              <Button disabled={page === 0} onClick={() => onPage(page - 1)}>
                {words.bookings.previous}
              </Button>
              <Button disabled={(page + 1) * PAGE >= count} onClick={() => onPage(page + 1)}>
                {words.bookings.next}
              </Button>
            </nav>
          )}
        </div>
      )}
    </Faces>
  );
}
