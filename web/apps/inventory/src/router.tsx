import { ids, oneOf, routerDefaults, text, texts } from "@labwright/ui/logic/search-params";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import * as v from "valibot";

import { DEVICE_STATUSES, HEALTH_STATUSES } from "./components/states.tsx";
import { DevicesRoute } from "./routes/devices.tsx";
import { Frame } from "./routes/frame.tsx";

const parts = () => import("./routes/parts.tsx");

const root = createRootRoute({ component: Frame });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/devices", search: {} });
  },
});

const some = <Value extends string>(known: readonly Value[]) =>
  v.optional(
    v.fallback(
      v.optional(
        v.pipe(
          v.union([v.string(), v.array(v.string())]),
          v.transform((value) => (Array.isArray(value) ? value : [value])),
          v.array(v.picklist(known)),
        ),
      ),
      undefined,
    ),
  );

/** An instant (RFC 3339); what is none is left out. */
const instant = v.optional(v.fallback(v.optional(v.pipe(v.string(), v.isoTimestamp())), undefined));

const devices = createRoute({
  getParentRoute: () => root,
  path: "/devices",
  component: DevicesRoute,
  validateSearch: v.object({
    q: text,
    status: some(DEVICE_STATUSES),
    health: some(HEALTH_STATUSES),
    device_type_id: ids,
    manufacturer_id: ids,
    site_id: ids,
    rack_id: ids,
    steward_id: ids,
    owner_group_id: ids,
    category: texts,
    tag: texts,
    ordering: text,
  }),
});

const device = createRoute({
  getParentRoute: () => root,
  path: "/devices/$deviceId",
  component: lazyRouteComponent(() => import("./routes/device.tsx"), "DeviceRoute"),
  validateSearch: v.object({
    tab: oneOf(["overview", "ports", "bookings", "maintenance", "history", "files", "label"]),
    at: instant,
  }),
});

const racks = createRoute({
  getParentRoute: () => root,
  path: "/racks",
  component: lazyRouteComponent(() => import("./features/places/racks.tsx"), "Racks"),
});
const rack = createRoute({
  getParentRoute: () => root,
  path: "/racks/$rackId",
  component: lazyRouteComponent(parts, "RackRoute"),
});
const maintenance = createRoute({
  getParentRoute: () => root,
  path: "/maintenance",
  component: lazyRouteComponent(parts, "MaintenanceRoute"),
  validateSearch: v.object({
    month: v.optional(
      v.fallback(v.optional(v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/))), undefined),
    ),
  }),
});
const pdus = createRoute({
  getParentRoute: () => root,
  path: "/pdus",
  component: lazyRouteComponent(() => import("./features/power/pdus.tsx"), "Pdus"),
});
const pdu = createRoute({
  getParentRoute: () => root,
  path: "/pdus/$pduId",
  component: lazyRouteComponent(parts, "PduRoute"),
});
const types = createRoute({
  getParentRoute: () => root,
  path: "/types",
  component: lazyRouteComponent(() => import("./features/catalogue/types.tsx"), "DeviceTypes"),
});
const library = createRoute({
  getParentRoute: () => root,
  path: "/types/library",
  component: lazyRouteComponent(() => import("./features/type-library/library.tsx"), "Library"),
});
const type = createRoute({
  getParentRoute: () => root,
  path: "/types/$typeId",
  component: lazyRouteComponent(parts, "TypeRoute"),
});
const manufacturers = createRoute({
  getParentRoute: () => root,
  path: "/manufacturers",
  component: lazyRouteComponent(
    () => import("./features/catalogue/manufacturers.tsx"),
    "Manufacturers",
  ),
});
const sites = createRoute({
  getParentRoute: () => root,
  path: "/sites",
  component: lazyRouteComponent(() => import("./features/places/sites.tsx"), "Sites"),
});
const site = createRoute({
  getParentRoute: () => root,
  path: "/sites/$siteId",
  component: lazyRouteComponent(parts, "SiteRoute"),
});
const tags = createRoute({
  getParentRoute: () => root,
  path: "/tags",
  component: lazyRouteComponent(() => import("./features/catalogue/tags.tsx"), "Tags"),
});
const statistics = createRoute({
  getParentRoute: () => root,
  path: "/statistics",
  component: lazyRouteComponent(() => import("./features/statistics/statistics.tsx"), "Statistics"),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: "/imports",
  component: lazyRouteComponent(() => import("./features/imports/imports.tsx"), "Imports"),
});
const newImport = createRoute({
  getParentRoute: () => root,
  path: "/imports/new",
  component: lazyRouteComponent(() => import("./features/imports/new-import.tsx"), "NewImport"),
});
const oneImport = createRoute({
  getParentRoute: () => root,
  path: "/imports/$importId",
  component: lazyRouteComponent(parts, "ImportRoute"),
});

export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([
      home,
      devices,
      device,
      racks,
      rack,
      maintenance,
      pdus,
      pdu,
      types,
      library,
      type,
      manufacturers,
      sites,
      site,
      tags,
      statistics,
      imports,
      newImport,
      oneImport,
    ]),
    basepath: "/app/inventory",
    defaultNotFoundComponent: lazyRouteComponent(parts, "Missing"),
    ...routerDefaults,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
