import { Lamp } from "@labwright/ui/badge";
import { IconButton } from "@labwright/ui/button";
import { Time } from "@labwright/ui/time";
import X from "lucide-react/icons/x";

import { removeFromCart, type Wish } from "../../components/cart-store.ts";
import type { Check } from "../../queries/bookings.ts";
import { words } from "../../words.ts";

const at = (instant: number) => new Date(instant).toISOString();

interface WishesProps {
  wishes: readonly Wish[];
  against: Check | undefined;
}

/** The devices in the cart, each with whether it can be had. */
export function Wishes({ wishes, against }: WishesProps) {
  const taken = new Set(against?.conflicts.map((conflict) => conflict.device_id));
  return (
    <ul aria-label={words.cart.devices} className="rounded-md border border-line">
      {wishes.map((wish) => (
        <li
          key={`${wish.deviceId} ${wish.start}`}
          className="flex items-center gap-2 border-b border-line py-1 pr-1 pl-3 last:border-0"
        >
          {against && (
            <span title={taken.has(wish.deviceId) ? words.cart.taken : words.cart.free}>
              <Lamp
                tone={taken.has(wish.deviceId) ? "bad" : "ok"}
                pattern={taken.has(wish.deviceId) ? "cross" : "solid"}
              />
            </span>
          )}
          <span className="flex min-w-0 grow flex-wrap items-baseline justify-between gap-x-3">
            <span className="font-medium wrap-anywhere">{wish.deviceName}</span>
            <span className="text-xs text-ink-soft">
              <Time at={at(wish.start)} /> – <Time at={at(wish.end)} />
            </span>
          </span>
          <IconButton
            small
            label={words.cart.remove(wish.deviceName)}
            icon={<X aria-hidden />}
            onClick={() => removeFromCart([wish])}
          />
        </li>
      ))}
    </ul>
  );
}
