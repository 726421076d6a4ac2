import { dateTime } from "@labwright/ui/logic/times";
import { Facts, Panel } from "@labwright/ui/page";
import { useMay, useMe } from "@labwright/ui/signed-in";
import { Time, useLabZone } from "@labwright/ui/time";

import { Countdown } from "../../components/countdown.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import type { Booking, Slot } from "../../queries/bookings.ts";
import { words } from "../../words.ts";
import { bookingWords } from "../../words/booking.ts";
import { BookingActions } from "./booking-actions.tsx";
import { CheckIn } from "./check-in.tsx";
import { ConflictPanel } from "./conflict-panel.tsx";
import { History } from "./history.tsx";
import { SeriesPanel } from "./series-panel.tsx";

/** One booking: what, when, with whom, and all that can be done with it. */
export function BookingDetail({ booking }: { booking: Booking }) {
  const own = useMe().id === booking.owner.id;
  const others = useMay("scheduler:booking:change_any");
  // What does not concern somebody has neither title nor history for them.
  const concerned = booking.title !== null;
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <div className="flex flex-col gap-5">
        <CheckIn booking={booking} />
        {(own || others) && <BookingActions booking={booking} />}
        {booking.slots.some(isOpen) && <ConflictPanel booking={booking} />}
        <Panel title={words.booking.slots}>
          <Slots booking={booking} />
        </Panel>
        {concerned && <History booking={booking} />}
      </div>
      <div className="flex flex-col gap-5">
        {booking.series_id && <SeriesPanel booking={booking} seriesId={booking.series_id} />}
        <Panel title={words.booking.about}>
          <Facts
            facts={[
              { name: words.booking.owner, value: booking.owner.display_name },
              {
                name: words.booking.collaborators,
                value:
                  booking.collaborators?.map((person) => person.display_name).join(", ") || null,
              },
              { name: words.booking.message, value: booking.message },
              {
                name: words.booking.heldUntil,
                value: booking.held_until && (
                  <>
                    <Time at={booking.held_until} />
                    {booking.status === "HELD" && (
                      <>
                        {" "}
                        (<Countdown until={booking.held_until} />)
                      </>
                    )}
                  </>
                ),
              },
              ...(booking.approval_reasons
                ? [{ name: bookingWords.approval, value: booking.approval_reasons.join("; ") }]
                : []),
              { name: words.booking.created, value: <Time at={booking.created_at} /> },
              { name: words.booking.updated, value: <Time at={booking.updated_at} /> },
              {
                name: words.booking.calendar,
                value: (
                  <a
                    className="text-accent underline"
                    href={`/api/v1/scheduler/bookings/${booking.id}/calendar`}
                    download
                  >
                    {words.booking.download}
                  </a>
                ),
              },
            ]}
          />
        </Panel>
      </div>
    </div>
  );
}

const isOpen = (slot: Slot) => ["PENDING", "CONFIRMED", "CONFLICTING"].includes(slot.status);

function Slots({ booking }: { booking: Booking }) {
  return (
    <ul>
      {booking.slots.map((slot) => (
        <li
          key={slot.id}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-2 last:border-0"
        >
          <a
            href={`/app/inventory/devices/${slot.device_id}`}
            className="min-w-32 font-medium hover:text-accent"
          >
            {slot.device_name ?? `#${slot.device_id}`}
          </a>
          <span>
            <Time at={slot.start} /> – <Time at={slot.end} />
            <SlotMore slot={slot} />
          </span>
          <span className="flex gap-1">
            {slot.overcommitted && (
              <StateBadge state="CONFLICTING" text={words.timeline.overcommitted} />
            )}
            <StateBadge state={slot.status} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What else there is to know of a slot: what it asks for, until when, whether it is used. */
function SlotMore({ slot }: { slot: Slot }) {
  const zone = useLabZone();
  const { wanted_start, wanted_end, expires_at, checked_in_at, start, end } = slot;
  const wanted = wanted_start !== null || wanted_end !== null;
  return (
    <span className="block text-xs text-ink-faint">
      {wanted &&
        bookingWords.wanted(
          `${dateTime(wanted_start ?? start, zone)} – ${dateTime(wanted_end ?? end, zone)}`,
        )}
      {expires_at && bookingWords.expires(dateTime(expires_at, zone))}
      {checked_in_at && bookingWords.checkIn.at(dateTime(checked_in_at, zone))}
    </span>
  );
}
