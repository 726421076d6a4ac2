const HOME = "/app/";

/** Where to sign in, to come back to `next` afterwards. */
export function signInPage(next?: string): string {
  return next ? `/app/account/sign-in?next=${encodeURIComponent(next)}` : "/app/account/sign-in";
}

/** Where to go after signing in; only ever a page of these apps. */
export function safeNext(next: string | undefined, origin: string): string {
  if (!next) return "/";
  const address = new URL(next, origin);
  return address.origin === origin && address.pathname.startsWith(HOME)
    ? address.pathname + address.search + address.hash
    : "/";
}
