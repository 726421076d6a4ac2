import { Refusal } from "@labwright/ui/faces";
import { useMay } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";

import { type Hits, hitsQuery, type WindowIn } from "../queries/windows.ts";
import { words } from "../words.ts";
import { adminWords } from "../words/admin.ts";
import { StateBadge } from "./state-badge.tsx";

const texts = adminWords.hits;
const SHOWN = 12;

/** Whom a window would hit, and what is free for them instead; before anything is written. */
export function WhomItHits({ window }: { window: WindowIn | null }) {
  const may = useMay("scheduler:maintenance:preview");
  const { data, error } = useQuery({ ...hitsQuery(window), enabled: may && window !== null });
  if (!may) return null;
  return (
    <section aria-live="polite" className="rounded-md border border-line bg-sunken px-4 py-3">
      <h2 className="engraved mb-1 text-ink-soft">{texts.title}</h2>
      {window === null ? (
        <p className="text-ink-soft">{texts.incomplete}</p>
      ) : error ? (
        <Refusal error={error} />
      ) : (
        data && <Found bookings={data.bookings} />
      )}
    </section>
  );
}

function Found({ bookings }: { bookings: Hits["bookings"] }) {
  if (bookings.length === 0) return <p className="font-medium text-ok">{texts.none}</p>;
  return (
    <>
      <p className="font-medium text-warn">{texts.some(bookings.length)}</p>
      <ul className="divide-y divide-line">
        {bookings.slice(0, SHOWN).map((booking) => (
          <Booking key={booking.id} booking={booking} />
        ))}
      </ul>
      {bookings.length > SHOWN && <p>{texts.more(bookings.length - SHOWN)}</p>}
      <p className="mt-1 text-ink-soft">{texts.stay}</p>
    </>
  );
}

function Booking({ booking: { owner, title, status, hits } }: { booking: Hits["bookings"][0] }) {
  return (
    <li className="py-2">
      <p className="flex flex-wrap items-center justify-between gap-2">
        <span>
          <strong className="font-medium">{title ?? words.bookings.private}</strong>,{" "}
          {owner.display_name}
        </span>
        <StateBadge state={status} />
      </p>
      <ul>
        {hits.map(({ slot_id, device_name, start, end, equivalents }) => (
          <li key={slot_id}>
            {device_name}, <Time at={start} /> – <Time at={end} />
            <span className="block text-ink-soft">
              {texts.free}:{" "}
              {equivalents
                .slice(0, 3)
                .map(({ name }) => name)
                .join(", ") || texts.noneFree}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
