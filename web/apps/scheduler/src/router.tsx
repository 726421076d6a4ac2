import { routerDefaults } from "@labwright/ui/logic/search-params";
import { createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

import { adminRoutes } from "./routes/admin-routes.ts";
import { BookingsPage, bookingsSearch } from "./routes/bookings.tsx";
import { quickSearch } from "./routes/quick-search.ts";
import { root } from "./routes/root.ts";
import { TimelinePage, timelineSearch } from "./routes/timeline.tsx";

const timeline = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: TimelinePage,
  validateSearch: timelineSearch,
});

const bookings = createRoute({
  getParentRoute: () => root,
  path: "/bookings",
  component: BookingsPage,
  validateSearch: bookingsSearch,
});

const booking = createRoute({
  getParentRoute: () => root,
  path: "/bookings/$id",
  component: lazyRouteComponent(() => import("./routes/booking.tsx"), "BookingPage"),
});

const quick = createRoute({
  getParentRoute: () => root,
  path: "/quick",
  component: lazyRouteComponent(() => import("./routes/quick.tsx"), "QuickPage"),
  validateSearch: quickSearch,
});

const notifications = createRoute({
  getParentRoute: () => root,
  path: "/notifications",
  component: lazyRouteComponent(() => import("./routes/notifications.tsx"), "NotificationsPage"),
  validateSearch: ({ unread, page }: Record<string, unknown>) => ({
    ...((unread === true || unread === "true") && { unread: true }),
    ...(Number(page) > 0 && { page: Math.floor(Number(page)) }),
  }),
});

export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([
      timeline,
      quick,
      bookings,
      booking,
      notifications,
      ...adminRoutes,
    ]),
    basepath: "/app/scheduler",
    ...routerDefaults,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
