import { Empty, Faces } from "@labwright/ui/faces";
import { Time } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { BookingBadge } from "../../components/states.tsx";
import { type Booking, bookingsQuery } from "../../queries/device-parts.ts";
import { words } from "../../words.ts";

const texts = words.bookings;
const HEADS = [texts.start, texts.end, texts.who, texts.title, texts.status];

/** Who has the device from now on. */
export function Bookings({ deviceId }: { deviceId: number }) {
  const [now] = useState(() => new Date().toISOString());
  const query = useQuery(bookingsQuery(deviceId, now));
  return (
    <Faces
      query={query}
      empty={({ results }) =>
        results.length === 0 && <Empty title={texts.none}>{texts.noneText}</Empty>
      }
    >
      {({ results }) => (
        <div className="overflow-x-auto rounded-lg border border-line bg-panel">
          <table className="w-full min-w-[48rem] text-left">
            <thead className="engraved bg-sunken text-ink-soft">
              <tr>
                {HEADS.map((name) => (
                  <th key={name} scope="col" className="px-3 py-2">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {slotsOf(results, deviceId, now).map(({ slot, booking }) => (
                <tr key={slot.id} className="border-t border-line">
                  <td className="px-3 py-2">
                    <Time at={slot.start} />
                  </td>
                  <td className="px-3 py-2">
                    <Time at={slot.end} />
                  </td>
                  <td className="px-3 py-2">{booking.owner.display_name}</td>
                  <td className="px-3 py-2 wrap-anywhere">
                    {booking.title ?? <span className="text-ink-faint">{texts.private}</span>}
                  </td>
                  <td className="px-3 py-2">
                    <BookingBadge state={booking.status} text={booking.status_text} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Faces>
  );
}

function slotsOf(bookings: readonly Booking[], deviceId: number, from: string) {
  return bookings
    .flatMap((booking) => booking.slots.map((slot) => ({ booking, slot })))
    .filter(({ slot }) => slot.device_id === deviceId && slot.end > from)
    .sort((a, b) => a.slot.start.localeCompare(b.slot.start));
}
