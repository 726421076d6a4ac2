import { may, type Me } from "@labwright/api/session";
import type { NavigationGroup } from "@labwright/ui/shell";
import CalendarSearch from "lucide-react/icons/calendar-search";
import Inbox from "lucide-react/icons/inbox";
import Layers from "lucide-react/icons/layers-2";
import Swords from "lucide-react/icons/swords";
import type { ReactNode } from "react";

import { adminWords } from "../words/admin.ts";

const texts = adminWords.navigation;

interface Entry {
  to: string;
  label: string;
  icon: ReactNode;
  /** Who lacks it is not shown the way. */
  needs: string;
}

const OPERATION: readonly Entry[] = [
  {
    to: "/admin/approvals",
    label: texts.approvals,
    icon: <Inbox aria-hidden />,
    needs: "scheduler:booking:approve",
  },
  {
    to: "/admin/conflicts",
    label: texts.conflicts,
    icon: <Swords aria-hidden />,
    needs: "scheduler:booking:approve",
  },
  {
    to: "/admin/bookings",
    label: texts.bookings,
    icon: <CalendarSearch aria-hidden />,
    needs: "scheduler:booking:read_any",
  },
  {
    to: "/admin/overcommitments",
    label: texts.overcommitments,
    icon: <Layers aria-hidden />,
    needs: "scheduler:overcommitment:read",
  },
];

/** The ways that this person may go beyond booking. */
export function adminGroups(me: Me): NavigationGroup[] {
  return [{ label: texts.operation, links: OPERATION }]
    .map(({ label, links }) => ({ label, links: links.filter(({ needs }) => may(me, needs)) }))
    .filter(({ links }) => links.length > 0);
}

export const ADMIN_SHORTCUTS = [
  { keys: ["J", "K"], label: adminWords.keys.move },
  { keys: ["X"], label: adminWords.keys.select },
  { keys: ["A", "R"], label: adminWords.keys.decide },
];
