import { ids, oneOf, text, texts } from "@labwright/ui/logic/search-params";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as v from "valibot";

import { number, someOf, yes } from "../components/search-schemas.ts";
import { root } from "./root.ts";

const parts = () => import("./admin.tsx");
const component = (name: keyof Awaited<ReturnType<typeof parts>>) =>
  lazyRouteComponent(parts, name);

const labParts = () => import("./admin-lab.tsx");
const labPart = (name: keyof Awaited<ReturnType<typeof labParts>>) =>
  lazyRouteComponent(labParts, name);

const people = () => import("./admin-people.tsx");
const person = (name: keyof Awaited<ReturnType<typeof people>>) => lazyRouteComponent(people, name);

const system = () => import("./admin-system.tsx");
const systemPart = (name: keyof Awaited<ReturnType<typeof system>>) =>
  lazyRouteComponent(system, name);

const links = () => import("./admin-links.tsx");
const link = (name: keyof Awaited<ReturnType<typeof links>>) => lazyRouteComponent(links, name);

const approvals = createRoute({
  getParentRoute: () => root,
  path: "/admin/approvals",
  component: component("ApprovalsRoute"),
  validateSearch: v.object({
    status: oneOf(["PENDING", "CONFLICTING"]),
    type_id: ids,
    site_id: ids,
    owner_gone: yes,
    page: number,
  }),
});

const conflicts = createRoute({
  getParentRoute: () => root,
  path: "/admin/conflicts",
  component: component("ConflictsRoute"),
  validateSearch: v.object({ open: text }),
});

const bookings = createRoute({
  getParentRoute: () => root,
  path: "/admin/bookings",
  component: component("AllBookingsRoute"),
  validateSearch: v.object({
    q: text,
    status: texts,
    device_id: ids,
    owner_id: number,
    project_id: ids,
    from: text,
    until: text,
    overcommitted: yes,
    ordering: text,
  }),
});

const overcommitments = createRoute({
  getParentRoute: () => root,
  path: "/admin/overcommitments",
  component: component("OvercommitmentsRoute"),
  validateSearch: v.object({ resolved: yes, page: number }),
});

const dashboard = createRoute({
  getParentRoute: () => root,
  path: "/admin/dashboard",
  component: systemPart("DashboardRoute"),
});

const rules = createRoute({
  getParentRoute: () => root,
  path: "/admin/rules",
  component: labPart("RulesRoute"),
  validateSearch: v.object({ q: text, kind: texts, off: yes, ordering: text }),
});

const rule = createRoute({
  getParentRoute: () => root,
  path: "/admin/rules/$ruleId",
  component: labPart("RuleRoute"),
});

const closures = createRoute({
  getParentRoute: () => root,
  path: "/admin/closures",
  component: labPart("ClosuresRoute"),
  validateSearch: v.object({ all: yes, page: number }),
});

const maintenance = createRoute({
  getParentRoute: () => root,
  path: "/admin/maintenance",
  component: labPart("MaintenanceRoute"),
  validateSearch: v.object({ all: yes, page: number }),
});

const users = createRoute({
  getParentRoute: () => root,
  path: "/admin/users",
  component: person("UsersRoute"),
  validateSearch: v.object({
    q: text,
    status: oneOf(["active", "disabled"]),
    role: texts,
    ordering: text,
  }),
});

const locked = createRoute({
  getParentRoute: () => root,
  path: "/admin/users/locked",
  component: person("LockedRoute"),
});

const user = createRoute({
  getParentRoute: () => root,
  path: "/admin/users/$userId",
  component: person("UserRoute"),
});

const roles = createRoute({
  getParentRoute: () => root,
  path: "/admin/roles",
  component: person("RolesRoute"),
});

const role = createRoute({
  getParentRoute: () => root,
  path: "/admin/roles/$roleId",
  component: person("RoleRoute"),
});

const groups = createRoute({
  getParentRoute: () => root,
  path: "/admin/groups",
  component: person("GroupsRoute"),
  validateSearch: v.object({ q: text, kind: oneOf(["team", "project"]), ordering: text }),
});

const group = createRoute({
  getParentRoute: () => root,
  path: "/admin/groups/$groupId",
  component: person("GroupRoute"),
});

const qualifications = createRoute({
  getParentRoute: () => root,
  path: "/admin/qualifications",
  component: person("QualificationsRoute"),
  validateSearch: v.object({ tag: text }),
});

const invitations = createRoute({
  getParentRoute: () => root,
  path: "/admin/invitations",
  component: person("InvitationsRoute"),
  validateSearch: v.object({
    state: someOf(["open", "accepted", "revoked", "expired"]),
    page: number,
  }),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: "/admin/audit",
  component: systemPart("AuditRoute"),
  validateSearch: v.object({
    q: text,
    actor: texts,
    action: texts,
    target: texts,
    outcome: oneOf(["done", "refused"]),
    service: texts,
    request_id: texts,
    from: text,
    until: text,
  }),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/admin/settings",
  component: systemPart("SettingsRoute"),
  validateSearch: v.object({ of: oneOf(["auth", "scheduler"]) }),
});

const webhooks = createRoute({
  getParentRoute: () => root,
  path: "/admin/webhooks",
  component: link("WebhooksRoute"),
  validateSearch: v.object({ off: yes, page: number }),
});

const webhook = createRoute({
  getParentRoute: () => root,
  path: "/admin/webhooks/$webhookId",
  component: link("WebhookRoute"),
});

const deadLetters = createRoute({
  getParentRoute: () => root,
  path: "/admin/dead-letters",
  component: link("DeadLettersRoute"),
  validateSearch: v.object({
    of: oneOf(["scheduler", "inventory", "auth"]),
    state: someOf(["open", "requeued", "returned", "dropped"]),
    type: texts,
    queue: texts,
    page: number,
  }),
});

/** What approvers and admins see; each page is loaded when it is opened. */
export const adminRoutes = [
  dashboard,
  approvals,
  conflicts,
  bookings,
  overcommitments,
  rules,
  rule,
  closures,
  maintenance,
  users,
  locked,
  user,
  roles,
  role,
  groups,
  group,
  qualifications,
  invitations,
  audit,
  settings,
  webhooks,
  webhook,
  deadLetters,
] as const;
