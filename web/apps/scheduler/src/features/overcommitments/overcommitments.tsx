import { Empty, Faces } from "@labwright/ui/faces";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";

import { BookingLink, linkClasses } from "../../components/booking-line.tsx";
import { Pager } from "../../components/pager.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import { type Overcommitment, overcommitmentsQuery } from "../../queries/overcommitments.ts";
import { adminWords } from "../../words/admin.ts";

const texts = adminWords.overcommitments;
const PAGE = 50;

interface OvercommitmentsProps {
  resolved: boolean;
  page: number;
  onPage: (page: number) => void;
}

/** Times in which devices are, or were, promised beyond what they can bear. */
export function Overcommitments({ resolved, page, onPage }: OvercommitmentsProps) {
  const query = useQuery(
    overcommitmentsQuery(resolved, { limit: PAGE, offset: (page - 1) * PAGE }),
  );
  return (
    <Faces
      query={query}
      empty={({ count }) =>
        count === 0 ? <Empty title={texts.none}>{texts.noneText}</Empty> : null
      }
    >
      {({ results, count }) => (
        <>
          <ul className="flex flex-col gap-3">
            {results.map((each) => (
              <Entry key={each.id} entry={each} />
            ))}
          </ul>
          <Pager size={PAGE} shown={results.length} {...{ page, count, onPage }} />
        </>
      )}
    </Faces>
  );
}

function Entry({ entry }: { entry: Overcommitment }) {
  const { device_id, device_name, start, end, cause, recorded_at, resolved_at, slots } = entry;
  return (
    <li className="grid gap-x-6 gap-y-2 rounded-lg border border-line bg-panel px-4 py-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <div>
        <a href={`/app/inventory/devices/${device_id}`} className={`font-semibold ${linkClasses}`}>
          {device_name ?? `#${device_id}`}
        </a>
        <p>
          <Time at={start} /> – <Time at={end} />
        </p>
        <p className="text-ink-soft">
          {texts.cause}: {causeInWords(cause)}
        </p>
        <p className="text-ink-faint">
          {resolved_at ? texts.over : texts.recorded}{" "}
          <Time at={resolved_at ?? recorded_at} as="relative" />
        </p>
      </div>
      <div className="min-w-0">
        <h2 className="engraved mb-1 text-ink-soft">{texts.affected}</h2>
        {slots.length === 0 && <p className="text-ink-faint">{texts.nobody}</p>}
        <ul className="divide-y divide-line">
          {slots.map(({ slot_id, booking_id, owner, title, status, ...slot }) => (
            <li
              key={slot_id}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-1.5"
            >
              <span className="min-w-0">
                <span className="block truncate font-medium">
                  <BookingLink booking={{ id: booking_id, title }} />
                </span>
                <span className="text-ink-soft">{owner.display_name}</span>
              </span>
              <span>
                <Time at={slot.start} /> – <Time at={slot.end} />
              </span>
              <StateBadge state={status} />
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}

/** `closure 7` as people call it. */
function causeInWords(cause: string): string {
  const [kind = "", number] = cause.split(" ");
  const known = texts.causes[kind];
  return known ? [known, number].filter(Boolean).join(" ") : cause;
}
