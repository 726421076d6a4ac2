import { expect, test } from "vitest";

import { versioned, versionOf } from "./versioned.ts";

test("an answer carries the version of its ETag", async () => {
  const response = new Response(null, { headers: { ETag: '"v7"' } });
  const answer = Promise.resolve({ data: { name: "Approver" }, response });
  expect(await versioned(answer)).toEqual({ name: "Approver", version: 7 });
});

test("a weak tag counts, an unknown one is version 0", () => {
  expect(versionOf('W/"v12"')).toBe(12);
  expect(versionOf('"abc"')).toBe(0);
  expect(versionOf(null)).toBe(0);
});
