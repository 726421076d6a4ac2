import { scheduler, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { notify } from "@labwright/ui/toast";
import { useState } from "react";

import { type Booking, useBookingChange } from "../../queries/bookings.ts";
import { type Scope, useSeriesChange } from "../../queries/series.ts";
import { words } from "../../words.ts";
import { ScopeField } from "./scope-field.tsx";
import { SlotChoice } from "./slot-choice.tsx";

const OPEN_STATES = ["HELD", "PENDING", "CONFIRMED", "CONFLICTING", "WAITLISTED"];

interface CancelDialogProps {
  booking: Booking;
  onClose: () => void;
}

/** Gives up the whole booking, or some devices of it. */
export function CancelDialog({ booking, onClose }: CancelDialogProps) {
  const open = booking.slots.filter((slot) => OPEN_STATES.includes(slot.status));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(
    () => new Set(open.map((slot) => slot.id)),
  );
  const [reason, setReason] = useState("");
  const cancel = useBookingChange(() =>
    take(
      scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/cancel", {
        params: { path: { booking_id: booking.id } },
        body: { slot_ids: [...chosen], reason: reason.trim() || null },
      }),
    ),
  );
  const [scope, setScope] = useState<Scope>("this");
  const whole = scope !== "this" && booking.series_id !== null;
  const several = useSeriesChange(() =>
    take(
      scheduler.POST("/api/v1/scheduler/recurrences/{series_id}/cancel", {
        params: { path: { series_id: booking.series_id ?? "" } },
        body: { scope, booking_id: booking.id, reason: reason.trim() || null },
      }),
    ),
  );
  const onSuccess = () => {
    notify(words.booking.cancelled);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.booking.cancelTitle}
      actions={
        <>
          <Button onClick={onClose}>{words.booking.keep}</Button>
          <Button
            look="danger"
            disabled={!whole && chosen.size === 0}
            pending={cancel.isPending || several.isPending}
            onClick={() =>
              whole
                ? several.mutate(undefined, { onSuccess })
                : cancel.mutate(undefined, { onSuccess })
            }
          >
            {whole ? words.booking.cancel : words.booking.cancelSome(chosen.size)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {booking.series_id !== null && <ScopeField value={scope} onChange={setScope} />}
        {!whole && <SlotChoice slots={open} chosen={chosen} onChange={setChosen} />}
        <TextField
          label={words.booking.reason}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Refusal error={whole ? several.error : cancel.error} />
      </div>
    </Dialog>
  );
}
