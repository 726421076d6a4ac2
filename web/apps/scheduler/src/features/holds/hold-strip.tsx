import { Button } from "@labwright/ui/button";
import { useMe } from "@labwright/ui/signed-in";
import { notify, notifyFailure } from "@labwright/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import Hourglass from "lucide-react/icons/hourglass";

import { Countdown } from "../../components/countdown.tsx";
import { type Booking, confirmHold, holdsQuery, useBookingChange } from "../../queries/bookings.ts";
import { words } from "../../words.ts";
import { bookingWords } from "../../words/booking.ts";

const texts = bookingWords.hold;

/** Over every page what one holds, for how long still, and the way to keep it. */
export function HoldStrip() {
  const me = useMe();
  const holds = useQuery(holdsQuery).data?.results ?? [];
  const own = holds.filter(({ owner, status }) => owner.id === me.id && status === "HELD");
  if (own.length === 0) return null;
  return (
    <section aria-label={texts.label} className="border-b border-info bg-info-wash">
      {own.map((booking) => (
        <Hold key={booking.id} booking={booking} />
      ))}
    </section>
  );
}

function Hold({ booking }: { booking: Booking }) {
  const queries = useQueryClient();
  const confirm = useBookingChange(() => confirmHold(booking.id));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 sm:px-8">
      <Hourglass aria-hidden className="size-4 shrink-0 text-info" />
      <p className="min-w-0 grow basis-48 wrap-anywhere">
        <Link
          to="/bookings/$id"
          params={{ id: booking.id }}
          className="font-medium underline-offset-4 hover:underline"
        >
          {texts.held(booking.title ?? words.booking.untitled)}
        </Link>
        {": "}
        {booking.held_until && (
          <Countdown
            until={booking.held_until}
            onOver={() => void queries.invalidateQueries({ queryKey: ["scheduler", "bookings"] })}
          />
        )}
      </p>
      <Button
        small
        look="primary"
        pending={confirm.isPending}
        onClick={() =>
          confirm.mutate(undefined, {
            onSuccess: () => notify(words.cart.booked),
            onError: notifyFailure,
          })
        }
      >
        {words.booking.confirm}
      </Button>
    </div>
  );
}
