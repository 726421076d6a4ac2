/** Asks the person to sign in again; true when that worked, false when the page is left. */
type Reopen = () => Promise<boolean>;

let reopen: Reopen | null = null;
let reopening: Promise<boolean> | null = null;

const SIGNING_IN = /^\/api\/v1\/auth\/(login|register|me$|password-resets|invitations\/)/;

/** From now on a request that meets a session's end waits for `ask`, then is repeated. */
export function guardSession(ask: Reopen): () => void {
  reopen = ask;
  return () => {
    if (reopen === ask) reopen = null;
  };
}

/** `fetch`, but a session that ended in the middle of something loses nothing. */
export async function fetchInSession(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  const path = new URL(request.url).pathname;
  if (response.status !== 401 || reopen === null || SIGNING_IN.test(path)) return response;
  reopening ??= reopen().finally(() => {
    reopening = null;
  });
  return (await reopening) ? fetch(again) : response;
}
