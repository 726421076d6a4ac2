import { Button } from "@labwright/ui/button";
import { Dialog } from "@labwright/ui/dialog";
import { Empty, Refusal } from "@labwright/ui/faces";
import { toField } from "@labwright/ui/logic/times";
import { useLabZone } from "@labwright/ui/time";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";

import { emptyCart, useCart, type Wish } from "../../components/cart-store.ts";
import { checkQuery } from "../../queries/bookings.ts";
import { devicesQuery } from "../../queries/timelines.ts";
import { words } from "../../words.ts";
import { cartWords } from "../../words/cart.ts";
import { useAsking } from "./asking.ts";
import { CartForm } from "./cart-form.tsx";
import { type Draft, requestOf, seriesOf, useDraft } from "./draft.ts";
import { KeepDialog } from "./keep-dialog.tsx";

interface CartDrawerProps {
  open: boolean;
  onClose: () => void;
  /** Called with the booking that was made, the first of a series; null if none was. */
  onBooked: (id: string | null) => void;
}

/** What somebody means to book, with what stands against it, and the ways to ask for it. */
export function CartDrawer({ open, onClose, onBooked }: CartDrawerProps) {
  const wishes = useCart();
  const { draft, change, clear } = useDraft();
  const [keeping, setKeeping] = useState(false);
  const followed = useFollowedZone(wishes);
  const check = useCheck(draft, wishes, open);
  const start = Math.min(...wishes.map((wish) => wish.start));
  const series = seriesOf(draft, wishes, wishes[0] ? toField(new Date(start), followed) : "");
  const { ask, askAll, pending, error } = useAsking({
    draft,
    wishes,
    series,
    onDone: (id) => {
      clear();
      onBooked(id);
    },
  });
  const actions = (
    <>
      <Button look="quiet" onClick={emptyCart}>
        {words.cart.empty}
      </Button>
      <Button look="quiet" onClick={() => setKeeping(true)}>
        {cartWords.keep}
      </Button>
      <span className="grow" />
      {draft.repeats ? (
        <Button look="primary" disabled={!series} pending={pending === "all"} onClick={askAll}>
          {words.cart.book}
        </Button>
      ) : (
        <>
          <Button pending={pending === "hold"} onClick={() => ask("hold")}>
            {words.cart.hold}
          </Button>
          <Button look="primary" pending={pending === "book"} onClick={() => ask("book")}>
            {words.cart.book}
          </Button>
        </>
      )}
    </>
  );
  return (
    <Dialog
      drawer
      open={open}
      onClose={onClose}
      title={words.cart.title}
      actions={wishes.length > 0 && actions}
    >
      {wishes.length === 0 ? (
        <Empty title={words.cart.nothing}>{words.cart.nothingText}</Empty>
      ) : (
        <>
          <CartForm
            {...{ wishes, draft, change, check, series, followed, error, pending }}
            onAsk={ask}
          />
          <div className="mt-4">
            <Refusal error={error} />
          </div>
        </>
      )}
      {keeping && <KeepDialog wishes={wishes} draft={draft} onClose={() => setKeeping(false)} />}
    </Dialog>
  );
}

/** What stands against it now; asked anew for each other device, time or project. */
function useCheck(draft: Draft, wishes: readonly Wish[], open: boolean) {
  const { slots, project_id } = useDeferredValue(requestOf(draft, wishes, "book"));
  return useQuery({
    ...checkQuery({ title: words.cart.untitled, hold: false, slots, project_id }),
    enabled: open && slots.length > 0 && draft.repeats === null,
  });
}

/** The clock that a recurrence follows: that of the devices' site, if they share one. */
function useFollowedZone(wishes: readonly Wish[]): string {
  const lab = useLabZone();
  const devices = useQuery({ ...devicesQuery, enabled: wishes.length > 0 }).data;
  const ids = new Set(wishes.map((wish) => wish.deviceId));
  const chosen = devices?.filter((device) => ids.has(device.id)) ?? [];
  const sites = new Set(chosen.map((device) => device.site_id));
  return (sites.size === 1 && chosen[0]?.time_zone) || lab;
}
