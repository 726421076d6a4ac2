import { may } from "@labwright/api/session";
import { type NavigationGroup, Shell } from "@labwright/ui/shell";
import { SignedIn } from "@labwright/ui/signed-in";
import { Outlet, useNavigate } from "@tanstack/react-router";
import CalendarCheck from "lucide-react/icons/calendar-check";
import CalendarRange from "lucide-react/icons/calendar-range";
import Zap from "lucide-react/icons/zap";
import { useMemo, useState } from "react";

import { CartDrawer } from "../features/cart/cart-drawer.tsx";
import { HoldStrip } from "../features/holds/hold-strip.tsx";
import { words } from "../words.ts";
import { quickWords } from "../words/quick.ts";
import { ADMIN_SHORTCUTS, adminGroups } from "./admin-navigation.tsx";
import { CartPlaceContext } from "./cart-place.ts";

const GROUPS: readonly NavigationGroup[] = [
  {
    label: words.navigation.booking,
    links: [
      { to: "/", label: words.timeline.title, icon: <CalendarRange aria-hidden /> },
      { to: "/quick", label: quickWords.title, icon: <Zap aria-hidden /> },
      { to: "/bookings", label: words.bookings.title, icon: <CalendarCheck aria-hidden /> },
    ],
  },
];

const SHORTCUTS = [
  { keys: ["↑", "↓", "←", "→"], label: words.keys.move },
  { keys: ["Shift", "→"], label: words.keys.stretch },
  { keys: ["Enter"], label: words.keys.take },
];

export function Frame() {
  const navigate = useNavigate();
  const [cartOpen, setCartOpen] = useState(false);
  const place = useMemo(() => ({ open: () => setCartOpen(true) }), []);
  return (
    <SignedIn>
      {(me) => (
        <CartPlaceContext value={place}>
          <Shell
            app="scheduler"
            me={me}
            groups={[...GROUPS, ...adminGroups(me)]}
            shortcuts={
              may(me, "scheduler:booking:approve") ? [...SHORTCUTS, ...ADMIN_SHORTCUTS] : SHORTCUTS
            }
          >
            <HoldStrip />
            <Outlet />
          </Shell>
          <CartDrawer
            open={cartOpen}
            onClose={() => setCartOpen(false)}
            onBooked={(id) => {
              setCartOpen(false);
              if (id === null) void navigate({ to: "/bookings" });
              else void navigate({ to: "/bookings/$id", params: { id } });
            }}
          />
        </CartPlaceContext>
      )}
    </SignedIn>
  );
}
