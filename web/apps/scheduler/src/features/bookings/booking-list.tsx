import { Button } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { StateBadge } from "../../components/state-badge.tsx";
import { type Booking, type BookingsFilter, bookingsQuery } from "../../queries/bookings.ts";
import { words } from "../../words.ts";

const PAGE = 25;

interface BookingListProps {
  filter: BookingsFilter;
  page: number;
  onPage: (page: number) => void;
}

/** Bookings as a list that works on a phone, the next one first. */
export function BookingList({ filter, page, onPage }: BookingListProps) {
  const bookings = useQuery(bookingsQuery(filter, { limit: PAGE, offset: page * PAGE }));
  return (
    <Faces
      query={bookings}
      empty={({ count }) =>
        count === 0 ? (
          <Empty
            title={words.bookings.none}
            action={
              <Link to="/" className="font-medium text-accent underline">
                {words.bookings.toTimeline}
              </Link>
            }
          >
            {words.bookings.noneText}
          </Empty>
        ) : null
      }
    >
      {({ count, results }) => (
        <>
          <ul className="overflow-hidden rounded-lg border border-line bg-panel">
            {results.map((booking) => (
              <Entry key={booking.id} booking={booking} />
            ))}
          </ul>
          {count > PAGE && (
            <nav
              aria-label={words.bookings.pages}
              className="mt-3 flex items-center justify-end gap-3"
            >
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
        </>
      )}
    </Faces>
  );
}

function Entry({ booking }: { booking: Booking }) {
  const [first] = booking.slots;
  const ends = booking.slots.map((slot) => slot.end).sort();
  const devices = [...new Set(booking.slots.map((slot) => slot.device_name ?? slot.device_id))];
  return (
    <li className="border-b border-line last:border-0">
      <Link
        to="/bookings/$id"
        params={{ id: booking.id }}
        className="grid gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken sm:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_auto] sm:items-center [&>:last-child]:justify-self-start"
      >
        <span className="min-w-0">
          <span className="block truncate font-medium">
            {booking.title ?? words.bookings.private}
          </span>
          <span className="block truncate text-ink-soft">{booking.owner.display_name}</span>
        </span>
        <span className="min-w-0">
          <span className="block">
            {first && <Time at={first.start} />} – {ends.at(-1) && <Time at={ends.at(-1) ?? ""} />}
          </span>
          <span className="block truncate text-ink-soft">{devices.join(", ")}</span>
        </span>
        <StateBadge state={booking.status} text={sentence(booking.status_text)} />
      </Link>
    </li>
  );
}

const sentence = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
