import { expect, test } from "vitest";

import { linesOf, rolesOf } from "./roles-at.ts";

test("roles with their sites survive the form", () => {
  const roles = ["User", "Approver"];
  const sites = { Approver: [1, 4] };
  expect(rolesOf(linesOf(roles, sites))).toEqual({ roles, sites });
});

test("a role without sites counts everywhere", () => {
  expect(rolesOf(["Lab Manager"])).toEqual({ roles: ["Lab Manager"], sites: {} });
});
