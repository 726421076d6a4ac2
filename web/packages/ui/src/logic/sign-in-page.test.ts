import { expect, test } from "vitest";

import { safeNext } from "./sign-in-page.ts";

const ORIGIN = "https://lab.example";

test("after signing in the page that was wanted is shown", () => {
  expect(safeNext("/app/inventory/devices?status=spare", ORIGIN)).toBe(
    "/app/inventory/devices?status=spare",
  );
});

test.each([
  undefined,
  "https://elsewhere.example/app/",
  "//elsewhere.example/app/inventory/",
  "/\\elsewhere.example/app/",
  "javascript:alert(1)",
  "/api/v1/auth/me",
])("no other place is gone to: %s", (next) => {
  expect(safeNext(next, ORIGIN)).toBe("/");
});
