import { dateTime } from "@labwright/ui/logic/times";
import { Panel } from "@labwright/ui/page";
import { Time, useLabZone } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { StateBadge } from "../../components/state-badge.tsx";
import type { Booking } from "../../queries/bookings.ts";
import { type Conflict, conflictsQuery } from "../../queries/booking-parts.ts";
import { bookingWords } from "../../words/booking.ts";
import { words } from "../../words.ts";

const texts = bookingWords.conflict;

/** Both sides of a challenge that the booking is in, and what else would do. */
export function ConflictPanel({ booking }: { booking: Booking }) {
  const conflicts = useQuery(conflictsQuery(booking.id, booking.version));
  return (
    <>
      {conflicts.data?.map((conflict) => (
        <Panel
          key={conflict.challenger.id}
          title={conflict.challenger.id === booking.id ? texts.asks : texts.asked}
        >
          <div className="flex flex-col gap-3">
            <p className="text-ink-soft">{texts.text}</p>
            <Side label={texts.challenger} bookings={[conflict.challenger]} own={booking.id} />
            <Side label={texts.challenged} bookings={conflict.challenged} own={booking.id} />
            <Alternatives conflict={conflict} booking={booking} />
          </div>
        </Panel>
      ))}
    </>
  );
}

interface SideProps {
  label: string;
  bookings: readonly Booking[];
  own: string;
}

function Side({ label, bookings, own }: SideProps) {
  return (
    <div>
      <h3 className="engraved mb-1 text-ink-faint">{label}</h3>
      <ul>
        {bookings.map((each) => (
          <li key={each.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1">
            <Link
              to="/bookings/$id"
              params={{ id: each.id }}
              aria-current={each.id === own ? "page" : undefined}
              className="font-medium wrap-anywhere hover:text-accent"
            >
              {each.title ?? words.bookings.private}
            </Link>
            <span className="text-ink-soft">{each.owner.display_name}</span>
            {each.slots[0] && (
              <span className="text-xs">
                <Time at={each.slots[0].start} /> – <Time at={each.slots[0].end} />
              </span>
            )}
            <StateBadge state={each.status} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Alternatives({ conflict, booking }: { conflict: Conflict; booking: Booking }) {
  const zone = useLabZone();
  const own = new Map(booking.slots.map((slot) => [slot.id, slot]));
  const mine = conflict.alternatives.filter(
    ({ slot_id, equivalents, nearest }) => own.has(slot_id) && (equivalents.length > 0 || nearest),
  );
  if (mine.length === 0) return null;
  return (
    <div>
      <h3 className="engraved mb-1 text-ink-faint">{texts.alternatives}</h3>
      <ul>
        {mine.map(({ slot_id, equivalents, nearest }) => (
          <li key={slot_id}>
            <strong className="font-medium">{own.get(slot_id)?.device_name}</strong>
            {equivalents.length > 0 && (
              <span className="block text-ink-soft">
                {texts.instead(
                  equivalents
                    .slice(0, 5)
                    .map((each) => each.name)
                    .join(", "),
                )}
              </span>
            )}
            {nearest && (
              <span className="block text-ink-soft">
                {texts.nearest(`${dateTime(nearest.start, zone)} – ${dateTime(nearest.end, zone)}`)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
