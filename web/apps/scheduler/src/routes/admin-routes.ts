import { ids, oneOf, text, texts } from "@labwright/ui/logic/search-params";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import * as v from "valibot";

import { number, yes } from "../components/search-schemas.ts";
import { root } from "./root.ts";

const parts = () => import("./admin.tsx");
const component = (name: keyof Awaited<ReturnType<typeof parts>>) =>
  lazyRouteComponent(parts, name);

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

/** What approvers and admins see; each page is loaded when it is opened. */
export const adminRoutes = [approvals, conflicts, bookings, overcommitments] as const;
