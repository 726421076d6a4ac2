import { Button } from "@labwright/ui/button";
import CalendarPlus from "lucide-react/icons/calendar-plus";

import { useCart } from "../../components/cart-store.ts";
import { words } from "../../words.ts";

export function CartButton({ onOpen }: { onOpen: () => void }) {
  const count = useCart().length;
  return (
    <Button look={count > 0 ? "primary" : "plain"} onClick={onOpen}>
      <CalendarPlus aria-hidden />
      {words.cart.open(count)}
    </Button>
  );
}
