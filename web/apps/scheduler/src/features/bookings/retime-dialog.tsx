import { newKey, once, scheduler, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Refusal } from "@labwright/ui/faces";
import { TextField } from "@labwright/ui/field";
import { fromField, toField } from "@labwright/ui/logic/times";
import { words as shared } from "@labwright/ui/logic/words";
import { useLabZone } from "@labwright/ui/time";
import { notify } from "@labwright/ui/toast";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { Against } from "../../components/against.tsx";
import { type Booking, type Slot, useBookingChange } from "../../queries/bookings.ts";
import { words } from "../../words.ts";

type Kind = "extend" | "move" | "rebook";

interface RetimeDialogProps {
  kind: Kind;
  booking: Booking;
  onClose: () => void;
}

const OPEN_STATES = ["HELD", "PENDING", "CONFIRMED"];

/** Another end, another start, or the same once more: all of it or nothing. */
export function RetimeDialog({ kind, booking, onClose }: RetimeDialogProps) {
  const zone = useLabZone();
  const navigate = useNavigate();
  const [key] = useState(newKey);
  const open = booking.slots.filter((slot) => OPEN_STATES.includes(slot.status));
  const slots = kind === "rebook" ? booking.slots : open;
  const former = edgeOf(kind, slots);
  const [at, setAt] = useState(toField(former, zone));
  const wanted = fromField(at, zone);
  const change = useBookingChange((to: Date) => send(kind, booking.id, former, to, key));
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.booking.retime[kind]}
      actions={
        <>
          <Button onClick={onClose}>{shared.cancel}</Button>
          <Button
            look="primary"
            disabled={wanted === null}
            pending={change.isPending}
            onClick={() =>
              wanted &&
              change.mutate(wanted, {
                onSuccess: (changed) => {
                  notify(words.booking.retimed[kind]);
                  onClose();
                  if (changed.id !== booking.id)
                    void navigate({ to: "/bookings/$id", params: { id: changed.id } });
                },
              })
            }
          >
            {words.booking[kind]}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField
          label={words.booking.until[kind]}
          type="datetime-local"
          value={at}
          hint={words.timeline.zone(zone)}
          onChange={(event) => setAt(event.target.value)}
        />
        <Against
          check={{ data: undefined, isFetching: false }}
          sent={change.error}
          wishes={slots.map(wishOf)}
        />
        <Refusal error={change.error} />
      </div>
    </Dialog>
  );
}

/** The end of the last slot where it is extended, else the start of the first. */
function edgeOf(kind: Kind, slots: readonly Slot[]): Date {
  const edges = slots.map((slot) => Date.parse(kind === "extend" ? slot.end : slot.start));
  return new Date(kind === "extend" ? Math.max(...edges) : Math.min(...edges));
}

function send(kind: Kind, id: string, former: Date, to: Date, key: string): Promise<Booking> {
  const params = { path: { booking_id: id } };
  if (kind === "extend")
    return take(
      scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/extend", {
        params,
        body: { end: to.toISOString() },
      }),
    );
  if (kind === "move")
    return take(
      scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/move", {
        params,
        body: { start: to.toISOString() },
      }),
    );
  const minutes = Math.round((to.getTime() - former.getTime()) / 60_000);
  return take(
    scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/rebook", {
      params,
      body: { by: `${minutes < 0 ? "-" : ""}PT${Math.abs(minutes)}M`, hold: false },
      headers: once(`${key}${minutes}`),
    }),
  );
}

const wishOf = (slot: Slot) => ({
  deviceId: slot.device_id,
  deviceName: slot.device_name ?? `#${slot.device_id}`,
  start: Date.parse(slot.start),
  end: Date.parse(slot.end),
});
