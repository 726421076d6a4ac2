import { may, type Me } from "@labwright/api/session";
import type { NavigationGroup } from "@labwright/ui/shell";
import CalendarSearch from "lucide-react/icons/calendar-search";
import DoorClosed from "lucide-react/icons/door-closed";
import FolderKanban from "lucide-react/icons/folder-kanban";
import GraduationCap from "lucide-react/icons/graduation-cap";
import Inbox from "lucide-react/icons/inbox";
import Layers from "lucide-react/icons/layers-2";
import LayoutDashboard from "lucide-react/icons/layout-dashboard";
import MailPlus from "lucide-react/icons/mail-plus";
import MailX from "lucide-react/icons/mail-x";
import Scale from "lucide-react/icons/scale";
import ScrollText from "lucide-react/icons/scroll-text";
import Settings from "lucide-react/icons/settings-2";
import Shield from "lucide-react/icons/shield";
import Swords from "lucide-react/icons/swords";
import Users from "lucide-react/icons/users";
import Webhook from "lucide-react/icons/webhook";
import Wrench from "lucide-react/icons/wrench";
import type { ReactNode } from "react";

import { EVENT_SERVICES } from "../queries/event-services.ts";
import { adminNavigationWords } from "../words/admin-navigation.ts";

const texts = adminNavigationWords.navigation;

interface Entry {
  to: string;
  label: string;
  icon: ReactNode;
  /** Who lacks it, or every one of them, is not shown the way. */
  needs: string | readonly string[];
}

const OPERATION: readonly Entry[] = [
  {
    to: "/admin/dashboard",
    label: texts.dashboard,
    icon: <LayoutDashboard aria-hidden />,
    needs: "scheduler:booking:read_any",
  },
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

const LAB: readonly Entry[] = [
  {
    to: "/admin/rules",
    label: texts.rules,
    icon: <Scale aria-hidden />,
    needs: "scheduler:rule:read",
  },
  {
    to: "/admin/closures",
    label: texts.closures,
    icon: <DoorClosed aria-hidden />,
    needs: "scheduler:closure:write",
  },
  {
    to: "/admin/maintenance",
    label: texts.maintenance,
    icon: <Wrench aria-hidden />,
    needs: "scheduler:maintenance:preview",
  },
  {
    to: "/admin/settings",
    label: texts.settings,
    icon: <Settings aria-hidden />,
    needs: "auth:settings:read",
  },
  {
    to: "/admin/audit",
    label: texts.audit,
    icon: <ScrollText aria-hidden />,
    needs: "auth:audit:read",
  },
  {
    to: "/admin/webhooks",
    label: texts.webhooks,
    icon: <Webhook aria-hidden />,
    needs: "scheduler:webhook:read",
  },
  {
    to: "/admin/dead-letters",
    label: texts.letters,
    icon: <MailX aria-hidden />,
    needs: EVENT_SERVICES.map((service) => `${service}:event:read`),
  },
];

const PEOPLE: readonly Entry[] = [
  {
    to: "/admin/users",
    label: texts.users,
    icon: <Users aria-hidden />,
    needs: "auth:user:read_any",
  },
  {
    to: "/admin/invitations",
    label: texts.invitations,
    icon: <MailPlus aria-hidden />,
    needs: "auth:invitation:write",
  },
  {
    to: "/admin/roles",
    label: texts.roles,
    icon: <Shield aria-hidden />,
    needs: "auth:role:read",
  },
  {
    to: "/admin/groups",
    label: texts.groups,
    icon: <FolderKanban aria-hidden />,
    needs: "auth:group:write_any",
  },
  {
    to: "/admin/qualifications",
    label: texts.qualifications,
    icon: <GraduationCap aria-hidden />,
    needs: "auth:qualification:read_any",
  },
];

/** The ways that this person may go beyond booking. */
export function adminGroups(me: Me): NavigationGroup[] {
  return [
    { label: texts.operation, links: OPERATION },
    { label: texts.lab, links: LAB },
    { label: texts.people, links: PEOPLE },
  ]
    .map(({ label, links }) => ({
      label,
      links: links.filter(({ needs }) => [needs].flat().some((permission) => may(me, permission))),
    }))
    .filter(({ links }) => links.length > 0);
}

export const ADMIN_SHORTCUTS = [
  { keys: ["J", "K"], label: adminNavigationWords.keys.move },
  { keys: ["X"], label: adminNavigationWords.keys.select },
  { keys: ["A", "R"], label: adminNavigationWords.keys.decide },
];
