import { newKey, once, scheduler, take } from "@labwright/api/client";
import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Empty, Refusal } from "@labwright/ui/faces";
import { AreaField, TextField } from "@labwright/ui/field";
import { notify } from "@labwright/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";

import { Against } from "../../components/against.tsx";
import { emptyCart, useCart, type Wish } from "../../components/cart-store.ts";
import { PeopleField } from "../../components/people-field.tsx";
import { type BookingIn, checkQuery, useBookingChange } from "../../queries/bookings.ts";
import { words } from "../../words.ts";
import { CartTimes } from "./cart-times.tsx";
import { Wishes } from "./wishes.tsx";

interface CartDrawerProps {
  open: boolean;
  onClose: () => void;
  onBooked: (id: string) => void;
}

interface Draft {
  title: string;
  message: string;
  collaborators: string[];
  /** Sent with the request, so that a double click books once. */
  key: string;
}

const blank = (): Draft => ({ title: "", message: "", collaborators: [], key: newKey() });

function requestOf({ title, message, collaborators }: Draft, wishes: readonly Wish[]): BookingIn {
  return {
    title: title.trim() || words.cart.untitled,
    message: message.trim() || null,
    collaborators,
    hold: false,
    slots: wishes.map(({ deviceId, start, end }) => ({
      device_id: deviceId,
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
    })),
  };
}

/** What somebody means to book, with what stands against it, and the ways to ask for it. */
export function CartDrawer({ open, onClose, onBooked }: CartDrawerProps) {
  const wishes = useCart();
  const [draft, setDraft] = useState(blank);
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part, key: newKey() }));
  const slots = useDeferredValue(requestOf(draft, wishes).slots);
  const check = useQuery({
    ...checkQuery({ title: words.cart.untitled, hold: false, slots }),
    enabled: open && slots.length > 0,
  });
  const ask = useBookingChange((hold: boolean) =>
    take(
      scheduler.POST("/api/v1/scheduler/bookings", {
        body: { ...requestOf(draft, wishes), hold },
        headers: once(`${draft.key}${hold ? "-hold" : ""}`),
      }),
    ),
  );
  const send = (hold: boolean) =>
    ask.mutate(hold, {
      onSuccess: (booking) => {
        emptyCart();
        setDraft(blank());
        notify(words.cart.done[booking.status as "HELD"] ?? words.cart.booked);
        onBooked(booking.id);
      },
    });
  return (
    <Dialog
      drawer
      open={open}
      onClose={onClose}
      title={words.cart.title}
      actions={
        wishes.length > 0 && (
          <>
            <Button look="quiet" onClick={emptyCart}>
              {words.cart.empty}
            </Button>
            <span className="grow" />
            <Button pending={ask.isPending && ask.variables} onClick={() => send(true)}>
              {words.cart.hold}
            </Button>
            <Button
              look="primary"
              pending={ask.isPending && !ask.variables}
              onClick={() => send(false)}
            >
              {words.cart.book}
            </Button>
          </>
        )
      }
    >
      {wishes.length === 0 ? (
        <Empty title={words.cart.nothing}>{words.cart.nothingText}</Empty>
      ) : (
        <div className="flex flex-col gap-4">
          <TextField
            label={words.cart.name}
            maxLength={200}
            placeholder={words.cart.untitled}
            value={draft.title}
            onChange={(event) => change({ title: event.target.value })}
          />
          <CartTimes wishes={wishes} />
          <Wishes wishes={wishes} against={check.data} />
          <Against check={check} sent={ask.error} wishes={wishes} />
          <PeopleField
            label={words.cart.collaborators}
            hint={words.cart.collaboratorsHint}
            values={draft.collaborators}
            onChange={(collaborators) => change({ collaborators })}
          />
          <AreaField
            label={words.cart.message}
            hint={words.cart.messageHint}
            maxLength={5000}
            value={draft.message}
            onChange={(event) => change({ message: event.target.value })}
          />
          <Refusal error={ask.error} />
        </div>
      )}
    </Dialog>
  );
}
