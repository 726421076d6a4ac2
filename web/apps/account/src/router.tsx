import { routerDefaults } from "@labwright/ui/logic/search-params";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import * as v from "valibot";

import {
  ConfirmEmail,
  ForgottenPassword,
  Invitation,
  Missing,
  ResetPassword,
} from "./routes/mailed-links.tsx";
import { Register } from "./routes/register.tsx";
import { SignIn } from "./routes/sign-in.tsx";

const root = createRootRoute({ notFoundComponent: Missing });

const coming = v.object({ next: v.optional(v.fallback(v.optional(v.string()), undefined)) });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    // Who is not signed in is led on from there.
    throw redirect({ to: "/profile" });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: SignIn,
  validateSearch: coming,
});

const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  component: Register,
  validateSearch: coming,
});

const forgotten = createRoute({
  getParentRoute: () => root,
  path: "/forgotten-password",
  component: ForgottenPassword,
});

const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  component: ResetPassword,
});

const confirm = createRoute({
  getParentRoute: () => root,
  path: "/confirm-email",
  component: ConfirmEmail,
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  component: Invitation,
});

const gallery = createRoute({
  getParentRoute: () => root,
  path: "/gallery",
  component: lazyRouteComponent(() => import("./routes/gallery.tsx"), "Gallery"),
});

const own = createRoute({
  getParentRoute: () => root,
  id: "own",
  component: lazyRouteComponent(() => import("./routes/frame.tsx"), "Frame"),
});
const pages = () => import("./routes/account.tsx");
const profile = createRoute({
  getParentRoute: () => own,
  path: "/profile",
  component: lazyRouteComponent(pages, "ProfilePage"),
});
const security = createRoute({
  getParentRoute: () => own,
  path: "/security",
  component: lazyRouteComponent(pages, "SecurityPage"),
});
const tokens = createRoute({
  getParentRoute: () => own,
  path: "/tokens",
  component: lazyRouteComponent(pages, "TokensPage"),
});
const notices = createRoute({
  getParentRoute: () => own,
  path: "/notifications",
  component: lazyRouteComponent(pages, "NoticesPage"),
});

export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([
      home,
      signIn,
      register,
      forgotten,
      reset,
      confirm,
      invitation,
      gallery,
      own.addChildren([profile, security, tokens, notices]),
    ]),
    basepath: "/app/account",
    ...routerDefaults,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
