import { expect, test } from "vitest";

import { createPoll } from "./polling.ts";

const answer = (status: number, data?: { n: number }, tag?: string) => ({
  ...(data && { data }),
  response: new Response(null, { status, headers: tag ? { ETag: tag } : {} }),
});

test("what did not change is the object that was answered before", async () => {
  const poll = createPoll<{ n: number }>();
  const first = await poll("a", () => Promise.resolve(answer(200, { n: 1 }, '"x"')));
  const asked: Record<string, string>[] = [];
  const second = await poll("a", (headers) => {
    asked.push(headers);
    return Promise.resolve(answer(304));
  });
  expect(second).toBe(first);
  expect(asked).toEqual([{ "If-None-Match": '"x"' }]);
});

test("another question is asked without the tag of the first", async () => {
  const poll = createPoll<{ n: number }>();
  await poll("a", () => Promise.resolve(answer(200, { n: 1 }, '"x"')));
  const asked: Record<string, string>[] = [];
  await poll("b", (headers) => {
    asked.push(headers);
    return Promise.resolve(answer(200, { n: 2 }));
  });
  expect(asked).toEqual([{}]);
});
