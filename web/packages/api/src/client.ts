import createClient, { type Middleware } from "openapi-fetch";

import type { paths as AuthPaths } from "./generated/auth.ts";
import type { paths as InventoryPaths } from "./generated/inventory.ts";
import type { paths as SchedulerPaths } from "./generated/scheduler.ts";
import { problemOf, UnreachableError } from "./problem.ts";
import { fetchInSession } from "./session-gate.ts";

const problems: Middleware = {
  async onResponse({ response }) {
    // 304 is the good answer of a poll: nothing is new.
    if (!response.ok && response.status !== 304) throw await problemOf(response);
    return undefined;
  },
  onError: ({ error }) =>
    error instanceof TypeError ? new UnreachableError("The lab does not answer.") : undefined,
};

function client<Paths extends object>() {
  const made = createClient<Paths>({
    baseUrl: window.location.origin,
    fetch: fetchInSession,
    // A list in the address is a repeated parameter (docs: API conventions).
    querySerializer: { array: { style: "form", explode: true } },
  });
  made.use(problems);
  return made;
}

export const auth = client<AuthPaths>();
export const inventory = client<InventoryPaths>();
export const scheduler = client<SchedulerPaths>();

/** What was answered. Throws ProblemError or UnreachableError. */
export async function take<Data>(call: Promise<{ data?: Data; response: Response }>) {
  return (await call).data as Data;
}

/** Headers of a change that was made from this version; another is refused with 412. */
export function ifMatch(version: number): { "If-Match": string } {
  return { "If-Match": `"v${version}"` };
}

/** Headers of a creation: the same key again repeats its answer, whatever was lost on the way. */
export function once(key: string): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}

/** A new key for `once`, one for each form that is opened. */
export function newKey(): string {
  // `crypto.randomUUID` is there on secure origins only; a lab's network may have none.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
