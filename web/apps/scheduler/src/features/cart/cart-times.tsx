import { TextField } from "@labwright/ui/field";
import { fromField, toField } from "@labwright/ui/logic/times";
import { useLabZone } from "@labwright/ui/time";

import { retimeCart, type Wish } from "../../components/cart-store.ts";
import { words } from "../../words.ts";

/** One time for everything in the cart, to be changed here for all of it. */
export function CartTimes({ wishes }: { wishes: readonly Wish[] }) {
  const zone = useLabZone();
  const start = Math.min(...wishes.map((wish) => wish.start));
  const end = Math.max(...wishes.map((wish) => wish.end));
  const set = (from: number, to: number) => {
    // A start after the end takes the end along.
    retimeCart(from, to > from ? to : from + Math.max(end - start, 60_000));
  };
  const read = (text: string) => fromField(text, zone)?.getTime();
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField
        label={words.cart.from}
        type="datetime-local"
        value={toField(new Date(start), zone)}
        onChange={(event) => {
          const at = read(event.target.value);
          if (at !== undefined) set(at, end);
        }}
      />
      <TextField
        label={words.cart.to}
        type="datetime-local"
        value={toField(new Date(end), zone)}
        onChange={(event) => {
          const at = read(event.target.value);
          if (at !== undefined && at > start) set(start, at);
        }}
        hint={words.timeline.zone(zone)}
      />
    </div>
  );
}
