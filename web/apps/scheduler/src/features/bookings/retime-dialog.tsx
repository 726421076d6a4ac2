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
import { type Scope, type Series, useSeriesChange } from "../../queries/series.ts";
import { words } from "../../words.ts";
import { ScopeField } from "./scope-field.tsx";

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
  const [scope, setScope] = useState<Scope>("this");
  const whole = scope !== "this" && kind !== "rebook" && booking.series_id !== null;
  const one = useBookingChange((to: Date) => send(kind, booking.id, former, to, key));
  const several = useSeriesChange((to: Date) =>
    sendSeries(kind, booking.series_id ?? "", { scope, booking_id: booking.id }, to),
  );
  const error = whole ? several.error : one.error;
  const done = (id: string) => {
    notify(words.booking.retimed[kind]);
    onClose();
    if (id !== booking.id) void navigate({ to: "/bookings/$id", params: { id } });
  };
  const submit = () => {
    if (wanted === null) return;
    if (whole) several.mutate(wanted, { onSuccess: () => done(booking.id) });
    else one.mutate(wanted, { onSuccess: (changed) => done(changed.id) });
  };
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
            pending={one.isPending || several.isPending}
            onClick={submit}
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
        {booking.series_id !== null && kind !== "rebook" && (
          <ScopeField value={scope} onChange={setScope} />
        )}
        <Against
          check={{ data: undefined, isFetching: false }}
          sent={error}
          wishes={slots.map(wishOf)}
          onFix={({ start, end }) => {
            const near = kind === "extend" ? end : start;
            if (near !== undefined) setAt(toField(new Date(near), zone));
          }}
        />
        <Refusal error={error} />
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

/** The same for some or all bookings of a series. */
function sendSeries(
  kind: Kind,
  id: string,
  which: { scope: Scope; booking_id: string },
  to: Date,
): Promise<Series> {
  const params = { path: { series_id: id } };
  if (kind === "extend")
    return take(
      scheduler.POST("/api/v1/scheduler/recurrences/{series_id}/extend", {
        params,
        body: { ...which, end: to.toISOString() },
      }),
    );
  return take(
    scheduler.POST("/api/v1/scheduler/recurrences/{series_id}/move", {
      params,
      body: { ...which, start: to.toISOString() },
    }),
  );
}

const wishOf = (slot: Slot) => ({
  deviceId: slot.device_id,
  deviceName: slot.device_name ?? `#${slot.device_id}`,
  start: Date.parse(slot.start),
  end: Date.parse(slot.end),
});
