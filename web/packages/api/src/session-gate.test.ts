import { afterEach, expect, test, vi } from "vitest";

import { fetchInSession, guardSession } from "./session-gate.ts";

const CHANGE = () =>
  new Request("http://lab/api/v1/inventory/devices", { method: "POST", body: "x" });

function answers(...statuses: number[]) {
  const bodies: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    bodies.push(await request.text());
    return new Response(null, { status: statuses.shift() ?? 500 });
  });
  return bodies;
}

afterEach(() => vi.unstubAllGlobals());

test("a change that meets the session's end is repeated after signing in", async () => {
  const bodies = answers(401, 201);
  const leave = guardSession(async () => true);
  expect((await fetchInSession(CHANGE())).status).toBe(201);
  expect(bodies).toEqual(["x", "x"]);
  leave();
});

test("requests that meet the end together ask the person once", async () => {
  answers(401, 401, 200, 200);
  const ask = vi.fn(async () => true);
  const leave = guardSession(ask);
  await Promise.all([fetchInSession(CHANGE()), fetchInSession(CHANGE())]);
  expect(ask).toHaveBeenCalledTimes(1);
  leave();
});

test("a wrong password is an answer, not the session's end", async () => {
  answers(401);
  const ask = vi.fn(async () => true);
  const leave = guardSession(ask);
  const request = new Request("http://lab/api/v1/auth/login", { method: "POST" });
  expect((await fetchInSession(request)).status).toBe(401);
  expect(ask).not.toHaveBeenCalled();
  leave();
});
