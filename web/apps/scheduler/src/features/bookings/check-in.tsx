import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { useMe } from "@labwright/ui/signed-in";
import { notify } from "@labwright/ui/toast";

import { useNow } from "../../components/now.ts";
import { checkIn } from "../../queries/booking-parts.ts";
import { type Booking, useBookingChange } from "../../queries/bookings.ts";
import { bookingWords } from "../../words/booking.ts";

const texts = bookingWords.checkIn;
/** The lab's usual; where a rule says otherwise the service has the last word. */
const OPENS_BEFORE_MS = 15 * 60_000;

/** For who takes part, once it is due: says that the devices are used. */
export function CheckIn({ booking }: { booking: Booking }) {
  const me = useMe();
  const now = useNow();
  const change = useBookingChange(() => checkIn(booking.id));
  const takesPart = [booking.owner, ...(booking.collaborators ?? [])].some(
    (person) => person.id === me.id,
  );
  const due = booking.slots.some(
    ({ status, start, end, checked_in_at }) =>
      status === "CONFIRMED" &&
      checked_in_at === null &&
      Date.parse(start) - OPENS_BEFORE_MS <= now &&
      now < Date.parse(end),
  );
  if (!takesPart || !due) return null;
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Button
          look="primary"
          pending={change.isPending}
          onClick={() => change.mutate(undefined, { onSuccess: () => notify(texts.done) })}
        >
          {texts.action}
        </Button>
      </div>
      <Refusal error={change.error} />
    </div>
  );
}
