import type { Notice } from "@labwright/api/notices";

import { Time } from "../time.tsx";
import { words } from "../logic/notice-words.ts";

interface NoticeEntryProps {
  notice: Notice;
  /** Without its lines: what, and when. */
  brief?: boolean;
  onFollow: () => void;
}

/** A notice, and the way to what it is about. */
export function NoticeEntry({ notice, brief, onFollow }: NoticeEntryProps) {
  const { subject, text, path, created_at, read_at } = notice;
  return (
    <a
      href={path}
      onClick={onFollow}
      className="flex min-w-0 grow items-start gap-2.5 px-3 py-2 hover:bg-sunken"
    >
      <span className="mt-1.5 size-2 shrink-0">
        {read_at === null && (
          <>
            <span aria-hidden className="block size-2 rounded-full bg-accent" />
            <span className="sr-only">{words.unread}</span>
          </>
        )}
      </span>
      <span className="min-w-0 grow">
        <span className={`block wrap-anywhere ${read_at === null ? "font-semibold" : ""}`}>
          {subject}
        </span>
        {!brief && (
          <span className="block whitespace-pre-line text-ink-soft wrap-anywhere">{text}</span>
        )}
        <span className="block text-xs text-ink-faint">
          <Time at={created_at} as="relative" />
        </span>
      </span>
    </a>
  );
}
