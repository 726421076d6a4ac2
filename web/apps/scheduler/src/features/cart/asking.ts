import { once, scheduler, take } from "@labwright/api/client";
import { notify } from "@labwright/ui/toast";

import { emptyCart, type Wish } from "../../components/cart-store.ts";
import { cartWords } from "../../words/cart.ts";
import { useBookingChange } from "../../queries/bookings.ts";
import { bookSeries, type RecurrenceIn, useSeriesChange } from "../../queries/series.ts";
import { words } from "../../words.ts";
import { type Draft, type How, requestOf } from "./draft.ts";

interface Asking {
  draft: Draft;
  wishes: readonly Wish[];
  series: RecurrenceIn | null;
  /** Called with the booking, or the first of a series. */
  onDone: (bookingId: string | null) => void;
}

const SAID: Record<string, string> = {
  ...words.cart.done,
  CONFLICTING: cartWords.waysOn.challenged,
  WAITLISTED: cartWords.waysOn.waiting,
};

/** The ways to ask for what is in the cart; each way has its own key, so that none is sent twice. */
export function useAsking({ draft, wishes, series, onDone }: Asking) {
  const done = (said: string, id: string | null) => {
    emptyCart();
    notify(said);
    onDone(id);
  };
  const onceFor = (how: How) => once(`${draft.key}-${how}`);
  const booking = useBookingChange((how: How) =>
    take(
      scheduler.POST("/api/v1/scheduler/bookings", {
        body: requestOf(draft, wishes, how),
        headers: onceFor(how),
      }),
    ),
  );
  const repeating = useSeriesChange((body: RecurrenceIn) => bookSeries(body, `${draft.key}-all`));
  return {
    ask: (how: How) =>
      booking.mutate(how, {
        onSuccess: ({ id, status }) => done(SAID[status] ?? words.cart.booked, id),
      }),
    askAll: () =>
      series &&
      repeating.mutate(series, {
        onSuccess: ({ count, skipped, occurrences }) => {
          const first = occurrences.find((each) => each.booking_id !== null);
          done(cartWords.repeat.booked(count - skipped), first?.booking_id ?? null);
        },
      }),
    pending: booking.isPending ? booking.variables : repeating.isPending ? ("all" as const) : null,
    error: booking.error ?? repeating.error,
  };
}
