import { createRootRoute, createRoute, createRouter } from "@tanstack/react-router";

import { Frame } from "./routes/frame.tsx";
import { Home } from "./routes/home.tsx";

const root = createRootRoute({ component: Frame });

const home = createRoute({ getParentRoute: () => root, path: "/", component: Home });

export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([home]),
    basepath: "/app/inventory",
    defaultPreload: "intent",
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
