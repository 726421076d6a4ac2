import { Faces } from "@labwright/ui/faces";
import { Panel } from "@labwright/ui/page";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { StateBadge } from "../../components/state-badge.tsx";
import type { Booking } from "../../queries/bookings.ts";
import { seriesQuery } from "../../queries/series.ts";
import { bookingWords } from "../../words/booking.ts";

const texts = bookingWords.series;

/** The other bookings of the series. */
export function SeriesPanel({ booking, seriesId }: { booking: Booking; seriesId: string }) {
  const series = useQuery(seriesQuery(seriesId));
  return (
    <Panel title={texts.title}>
      <Faces query={series}>
        {({ count, skipped, occurrences }) => (
          <>
            <p className="mb-2 text-ink-soft">{texts.lead(count, skipped)}</p>
            <ul className="max-h-80 overflow-y-auto">
              {occurrences.map(({ number, start, booking_id, status }) => (
                <li
                  key={number}
                  className="flex items-center justify-between gap-3 border-b border-line py-1.5 last:border-0"
                >
                  {booking_id === null || booking_id === booking.id ? (
                    <span className="font-medium">
                      <Time at={start} /> {booking_id !== null && `(${texts.present})`}
                    </span>
                  ) : (
                    <Link
                      to="/bookings/$id"
                      params={{ id: booking_id }}
                      className="hover:text-accent"
                    >
                      <Time at={start} />
                    </Link>
                  )}
                  {status ? (
                    <StateBadge state={status} />
                  ) : (
                    <StateBadge state="REJECTED" text={texts.skipped} />
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Faces>
    </Panel>
  );
}
