import { Button } from "@labwright/ui/button";
import { Empty, Faces } from "@labwright/ui/faces";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Plus from "lucide-react/icons/plus";

import type { QuickTime } from "../../components/quick-time.ts";
import { bookingsQuery } from "../../queries/bookings.ts";
import { words } from "../../words.ts";
import { quickWords } from "../../words/quick.ts";
import { add, wishesOfBooking } from "./adding.ts";

const RECENT = { limit: 30, offset: 0 };

/** What one has booked, to be put into the cart once more. */
export function PastTab({ time }: { time: QuickTime }) {
  const bookings = useQuery(bookingsQuery({ mine: true, ordering: "-created_at" }, RECENT));
  return (
    <Faces
      query={bookings}
      empty={({ results }) =>
        results.length === 0 ? (
          <Empty title={quickWords.none.past.title}>{quickWords.none.past.text}</Empty>
        ) : null
      }
    >
      {({ results }) => (
        <ul className="overflow-hidden rounded-lg border border-line bg-panel">
          {results.map((booking) => {
            const title = booking.title ?? words.bookings.private;
            const names = booking.slots.map((slot) => slot.device_name ?? `#${slot.device_id}`);
            return (
              <li
                key={booking.id}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2 pr-2 pl-4 last:border-0"
              >
                <span className="min-w-48 grow basis-0">
                  <Link
                    to="/bookings/$id"
                    params={{ id: booking.id }}
                    className="font-medium wrap-anywhere hover:text-accent"
                  >
                    {title}
                  </Link>
                  <span className="block text-xs text-ink-faint wrap-anywhere">
                    {booking.slots[0] && <Time at={booking.slots[0].start} />}{" "}
                    {[...new Set(names)].join(", ")}
                  </span>
                </span>
                <Button
                  className="ml-auto"
                  aria-label={quickWords.addOne(title)}
                  onClick={() => add(wishesOfBooking(booking, time.start))}
                >
                  <Plus aria-hidden />
                  {quickWords.add}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </Faces>
  );
}
