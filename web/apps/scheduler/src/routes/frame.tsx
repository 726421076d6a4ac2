import type { Hit } from "@labwright/api/search";
import { type NavigationGroup, Shell } from "@labwright/ui/shell";
import { SignedIn } from "@labwright/ui/signed-in";
import { Outlet } from "@tanstack/react-router";
import House from "lucide-react/icons/house";

import { words } from "../words.ts";

const GROUPS: readonly NavigationGroup[] = [
  {
    label: words.navigation.booking,
    links: [{ to: "/", label: words.navigation.home, icon: <House aria-hidden /> }],
  },
];

const PAGES: Record<string, (id: number) => string> = {
  device: (id) => `/app/inventory/devices/${id}`,
};

const pageOf = ({ kind, id }: Hit) => PAGES[kind]?.(id) ?? null;

export function Frame() {
  return (
    <SignedIn>
      {(me) => (
        <Shell
          app="scheduler"
          me={me}
          groups={GROUPS}
          pageOf={pageOf}
          onOpen={(page) => window.location.assign(page)}
        >
          <Outlet />
        </Shell>
      )}
    </SignedIn>
  );
}
