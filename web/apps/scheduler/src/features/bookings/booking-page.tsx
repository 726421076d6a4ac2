import { Facts, Panel } from "@labwright/ui/page";
import { useMay, useMe } from "@labwright/ui/signed-in";
import { Time } from "@labwright/ui/time";

import { Countdown } from "../../components/countdown.tsx";
import { StateBadge } from "../../components/state-badge.tsx";
import type { Booking } from "../../queries/bookings.ts";
import { words } from "../../words.ts";
import { BookingActions } from "./booking-actions.tsx";

/** One booking: what, when, with whom, and all that can be done with it. */
export function BookingDetail({ booking }: { booking: Booking }) {
  const own = useMe().id === booking.owner.id;
  const others = useMay("scheduler:booking:change_any");
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <div className="flex flex-col gap-5">
        {(own || others) && <BookingActions booking={booking} />}
        <Panel title={words.booking.slots}>
          <Slots booking={booking} />
        </Panel>
      </div>
      <Panel title={words.booking.about}>
        <Facts
          facts={[
            { name: words.booking.owner, value: booking.owner.display_name },
            {
              name: words.booking.collaborators,
              value: booking.collaborators?.map((person) => person.display_name).join(", ") || null,
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
  );
}

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
