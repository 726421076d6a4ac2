import { scheduler, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Refusal } from "@labwright/ui/faces";
import { notify } from "@labwright/ui/toast";
import { useState } from "react";

import { type Booking, confirmHold, useBookingChange } from "../../queries/bookings.ts";
import { words } from "../../words.ts";
import { bookingWords } from "../../words/booking.ts";
import { CancelDialog } from "./cancel-dialog.tsx";
import { DescribeDialog } from "./describe-dialog.tsx";
import { RetimeDialog } from "./retime-dialog.tsx";
import { TransferDialog } from "./transfer-dialog.tsx";

type Open = "cancel" | "describe" | "extend" | "move" | "rebook" | "transfer" | null;

const OPEN_STATES = ["HELD", "PENDING", "CONFIRMED", "CONFLICTING", "WAITLISTED"];

/** What the owner, or somebody who may for others, can do now. */
export function BookingActions({ booking }: { booking: Booking }) {
  const [open, setOpen] = useState<Open>(null);
  const params = { path: { booking_id: booking.id } };
  const confirm = useBookingChange(() => confirmHold(booking.id));
  const release = useBookingChange(() =>
    take(scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/release", { params })),
  );
  const alive = booking.slots.some((slot) => OPEN_STATES.includes(slot.status));
  const occupies = booking.slots.some((slot) => ["PENDING", "CONFIRMED"].includes(slot.status));
  const now = new Date().toISOString();
  const running = booking.slots.some(
    (slot) => slot.status === "CONFIRMED" && slot.start <= now && now < slot.end,
  );
  const close = () => setOpen(null);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {booking.status === "HELD" && (
          <Button
            look="primary"
            pending={confirm.isPending}
            onClick={() =>
              confirm.mutate(undefined, { onSuccess: () => notify(words.cart.booked) })
            }
          >
            {words.booking.confirm}
          </Button>
        )}
        {alive && (
          <Button onClick={() => setOpen("describe")}>{bookingWords.describe.action}</Button>
        )}
        {occupies && <Button onClick={() => setOpen("extend")}>{words.booking.extend}</Button>}
        {occupies && <Button onClick={() => setOpen("move")}>{words.booking.move}</Button>}
        {running && (
          <Button
            pending={release.isPending}
            onClick={() =>
              release.mutate(undefined, { onSuccess: () => notify(words.booking.released) })
            }
          >
            {words.booking.release}
          </Button>
        )}
        <Button onClick={() => setOpen("rebook")}>{words.booking.rebook}</Button>
        {alive && <Button onClick={() => setOpen("transfer")}>{words.booking.transfer}</Button>}
        {alive && (
          <Button look="danger" onClick={() => setOpen("cancel")}>
            {words.booking.cancel}
          </Button>
        )}
      </div>
      <Refusal error={confirm.error ?? release.error} />
      {open === "cancel" && <CancelDialog booking={booking} onClose={close} />}
      {open === "describe" && <DescribeDialog booking={booking} onClose={close} />}
      {open === "transfer" && <TransferDialog booking={booking} onClose={close} />}
      {(open === "extend" || open === "move" || open === "rebook") && (
        <RetimeDialog kind={open} booking={booking} onClose={close} />
      )}
    </div>
  );
}
