import { Badge, type Pattern, type Tone } from "@labwright/ui/badge";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { linkClasses } from "../../components/booking-line.tsx";
import { PagedList, rangeOf } from "../../components/paged-list.tsx";
import type { EventService } from "../../queries/event-services.ts";
import {
  type Letter,
  type LettersFilter,
  type LetterState,
  lettersQuery,
} from "../../queries/events.ts";
import { adminWords } from "../../words/admin.ts";
import { LetterDialog } from "./letter-dialog.tsx";

const texts = adminWords.letters;

const LOOKS: Record<LetterState, [Tone, Pattern]> = {
  open: ["bad", "cross"],
  requeued: ["info", "hollow"],
  returned: ["ok", "solid"],
  dropped: ["calm", "hollow"],
};

export function LetterBadge({ state }: { state: LetterState }) {
  const [tone, pattern] = LOOKS[state];
  return (
    <Badge tone={tone} pattern={pattern}>
      {texts.states[state]}
    </Badge>
  );
}

interface LettersProps {
  service: EventService;
  filter: LettersFilter;
  page: number;
  onPage: (page: number) => void;
  onNarrow: (part: LettersFilter) => void;
}

/** Events that a service could not do something with, the newest failure first. */
export function Letters({ service, filter, page, onPage, onNarrow }: LettersProps) {
  const query = useQuery(lettersQuery(service, filter, rangeOf(page)));
  const [open, setOpen] = useState<number | null>(null);
  const narrowed = Object.values(filter).some(Boolean);
  return (
    <>
      <PagedList
        query={query}
        none={
          narrowed
            ? { title: texts.nothingFits, text: texts.nothingFitsText }
            : { title: texts.none, text: texts.noneText }
        }
        {...{ page, onPage }}
      >
        {(letter) => <Entry key={letter.id} letter={letter} onOpen={() => setOpen(letter.id)} />}
      </PagedList>
      {open !== null && (
        <LetterDialog
          service={service}
          id={open}
          onNarrow={(part) => {
            onNarrow(part);
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function Entry({ letter, onOpen }: { letter: Letter; onOpen: () => void }) {
  const { type, subject, queue, state, reason, attempts, died_at } = letter;
  return (
    <li className="flex flex-wrap items-start gap-x-5 gap-y-1 px-4 py-3">
      <span className="w-32 shrink-0">
        <LetterBadge state={state} />
      </span>
      <span className="min-w-0 grow basis-64">
        <button
          type="button"
          onClick={onOpen}
          className={`reading text-left font-medium wrap-anywhere ${linkClasses}`}
        >
          {type || texts.unknown}
        </button>
        <span className="block text-ink-soft wrap-anywhere">
          {[subject, queue].filter(Boolean).join(" → ")}
        </span>
        <span className="line-clamp-2 text-ink-soft wrap-anywhere">{reason}</span>
      </span>
      <span className="text-ink-soft">
        <Time at={died_at} as="relative" />
        <span className="block">{texts.count(attempts)}</span>
      </span>
    </li>
  );
}
