import { scheduler, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { notify } from "@labwright/ui/toast";
import { words as shared } from "@labwright/ui/logic/words";
import { useState } from "react";

import { PeopleField } from "../../components/people-field.tsx";
import { type Booking, useBookingChange } from "../../queries/bookings.ts";
import { words } from "../../words.ts";

interface TransferDialogProps {
  booking: Booking;
  onClose: () => void;
}

/** Gives the booking to somebody else; who gave it stays as a collaborator. */
export function TransferDialog({ booking, onClose }: TransferDialogProps) {
  const [people, setPeople] = useState<string[]>([]);
  const transfer = useBookingChange((username: string) =>
    take(
      scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/transfer", {
        params: { path: { booking_id: booking.id } },
        body: { username },
      }),
    ),
  );
  const [to] = people;
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.booking.transferTitle}
      actions={
        <>
          <Button onClick={onClose}>{shared.cancel}</Button>
          <Button
            look="primary"
            disabled={to === undefined}
            pending={transfer.isPending}
            onClick={() =>
              to !== undefined &&
              transfer.mutate(to, {
                onSuccess: () => {
                  notify(words.booking.transferred);
                  onClose();
                },
              })
            }
          >
            {words.booking.transfer}
          </Button>
        </>
      }
    >
      <div className="flex min-h-40 flex-col gap-4">
        <PeopleField
          label={words.booking.newOwner}
          hint={words.booking.transferHint}
          values={people}
          onChange={(names) => setPeople(names.slice(-1))}
        />
        <Refusal error={transfer.error} />
      </div>
    </Dialog>
  );
}
