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
import { edgeOf, type Retiming, selectionOf, slotsOf } from "./chosen-slots.ts";
import { ScopeField } from "./scope-field.tsx";
import { SlotChoice } from "./slot-choice.tsx";

interface RetimeDialogProps {
  kind: Retiming;
  booking: Booking;
  onClose: () => void;
}

/** What is chosen and typed, and how it is sent. */
function useRetiming({ kind, booking, onClose }: RetimeDialogProps) {
  const zone = useLabZone();
  const navigate = useNavigate();
  const [key] = useState(newKey);
  const [slots] = useState(() => slotsOf(kind, booking.slots));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(
    () => new Set(slots.map(({ id }) => id)),
  );
  const [typed, setTyped] = useState<string | null>(null);
  const [scope, setScope] = useState<Scope>("this");
  const whole = scope !== "this" && kind !== "rebook" && booking.series_id !== null;
  const picked = whole ? slots : slots.filter(({ id }) => chosen.has(id));
  const former = edgeOf(kind, picked.length > 0 ? picked : slots);
  // Until something is typed it follows what is chosen.
  const at = typed ?? toField(former, zone);
  const wanted = picked.length > 0 ? fromField(at, zone) : null;
  const one = useBookingChange((to: Date) =>
    send(kind, booking.id, { former, to, key, selection: selectionOf(slots, chosen) }),
  );
  const several = useSeriesChange((to: Date) =>
    sendSeries(kind, booking.series_id ?? "", { scope, booking_id: booking.id }, to),
  );
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
  return {
    ...{ zone, slots, chosen, setChosen, at, setTyped, scope, setScope, whole, submit },
    ready: wanted !== null,
    pending: one.isPending || several.isPending,
    error: whole ? several.error : one.error,
  };
}

/** Another end, another start, or the same once more: all that is chosen or nothing. */
export function RetimeDialog(props: RetimeDialogProps) {
  const { kind, booking, onClose } = props;
  const retiming = useRetiming(props);
  const { zone, slots, whole, error } = retiming;
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
            disabled={!retiming.ready}
            pending={retiming.pending}
            onClick={retiming.submit}
          >
            {words.booking[kind]}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {booking.series_id !== null && kind !== "rebook" && (
          <ScopeField value={retiming.scope} onChange={retiming.setScope} />
        )}
        {kind !== "rebook" && !whole && slots.length > 1 && (
          <SlotChoice slots={slots} chosen={retiming.chosen} onChange={retiming.setChosen} />
        )}
        <TextField
          label={words.booking.until[kind]}
          type="datetime-local"
          value={retiming.at}
          hint={words.timeline.zone(zone)}
          onChange={(event) => retiming.setTyped(event.target.value)}
        />
        <Against
          check={{ data: undefined, isFetching: false }}
          sent={error}
          wishes={slots.map(wishOf)}
          onFix={({ start, end }) => {
            const near = kind === "extend" ? end : start;
            if (near !== undefined) retiming.setTyped(toField(new Date(near), zone));
          }}
        />
        <Refusal error={error} />
      </div>
    </Dialog>
  );
}

interface Wanted {
  former: Date;
  to: Date;
  key: string;
  selection: ReturnType<typeof selectionOf>;
}

function send(
  kind: Retiming,
  id: string,
  { former, to, key, selection }: Wanted,
): Promise<Booking> {
  const params = { path: { booking_id: id } };
  if (kind === "extend")
    return take(
      scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/extend", {
        params,
        body: { ...selection, end: to.toISOString() },
      }),
    );
  if (kind === "move")
    return take(
      scheduler.POST("/api/v1/scheduler/bookings/{booking_id}/move", {
        params,
        body: { ...selection, start: to.toISOString() },
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
  kind: Retiming,
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
