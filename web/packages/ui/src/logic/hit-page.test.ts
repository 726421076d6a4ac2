// @vitest-environment happy-dom
import type { Me } from "@labwright/api/session";
import { expect, test } from "vitest";

import { hitPage } from "./hit-page.ts";

const member = { permissions: [] as string[] } as Me;
const admin = { permissions: ["auth:user:read_any"] } as Me;
const hit = (kind: string, id: number | string, name = "") => ({ kind, id, name });

test("what was found leads to its page in its own app", () => {
  expect(hitPage(hit("device", 7), member)).toBe("/app/inventory/devices/7");
  expect(hitPage(hit("booking", "0c5f"), member)).toBe("/app/scheduler/bookings/0c5f");
});

test("a tag's name is safe in an address", () => {
  expect(hitPage(hit("tag", 1, "C&L band"), member)).toBe(
    "/app/inventory/devices?tag=C%26L%20band",
  );
});

test("people have a page for who may see it alone", () => {
  expect(hitPage(hit("person", 2), member)).toBeNull();
  expect(hitPage(hit("person", 2), admin)).toBe("/app/scheduler/admin/users/2");
});

test("what no app knows has no page", () => {
  expect(hitPage(hit("robot", 1), admin)).toBeNull();
});
