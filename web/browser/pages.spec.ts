import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

import { makeBusyLab } from "./busy-lab.ts";
import { signIn } from "./person.ts";

const STRANGERS = ["sign-in", "register", "forgotten-password", "gallery"].map(
  (name) => `/app/account/${name}`,
);
const MEMBERS = [
  "devices",
  "devices?q=nothing+is+called+so",
  "devices/7",
  "devices/7?tab=ports",
  "devices/7?tab=bookings",
  "devices/7?tab=maintenance",
  "devices/7?tab=history",
  "devices/7?tab=history&at=2026-01-01T00:00:00Z",
  "devices/7?tab=files",
  "devices/7?tab=label",
  "devices/999999",
  "racks",
  "racks/1",
  "maintenance",
  "pdus",
  "pdus/1",
  "types",
  "types/1",
  "types/library",
  "manufacturers",
  "sites",
  "sites/1",
  "tags",
  "statistics",
  "imports",
  "imports/new",
  "imports/1",
].map((name) => `/app/inventory/${name}`);

const ADMIN_PAGES = [
  "dashboard",
  "approvals",
  "conflicts",
  "bookings",
  "overcommitments",
  "overcommitments?resolved=true",
  "rules",
  "rules/1",
  "closures",
  "maintenance",
  "users",
  "users?q=nobody+is+called+so",
  "users/locked",
  "users/2",
  "users/999999",
  "roles",
  "roles/3",
  "groups",
  "groups/1",
  "qualifications",
  "invitations",
  "audit",
  "audit?outcome=refused",
  "settings",
  "settings?of=scheduler",
  "webhooks",
  "webhooks?off=true",
  "webhooks/1",
  "dead-letters",
  "dead-letters?of=inventory",
].map((name) => `/app/scheduler/admin/${name}`);

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

test.beforeAll(({ playwright, baseURL }) => makeBusyLab(playwright, baseURL ?? ""));

for (const colorScheme of ["light", "dark"] as const)
  for (const [size, viewport] of Object.entries(SIZES))
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({ colorScheme, viewport });

      for (const path of [...STRANGERS, ...MEMBERS, ...ADMIN_PAGES])
        test(path, async ({ page }) => {
          if (!STRANGERS.includes(path)) await signIn(page.request);
          await page.goto(path);
          await page.getByRole("heading").first().waitFor();
          await page.waitForLoadState("networkidle");
          const name = path.replace(/^\/app\//, "").replace(/[^a-z0-9]+/g, "-");
          await page.screenshot({ path: `artefacts/pages/${name}-${colorScheme}-${size}.png` });
          const { violations } = await new AxeBuilder({ page }).analyze();
          const serious = violations.filter(({ impact }) =>
            ["serious", "critical"].includes(impact ?? ""),
          );
          const found = serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
          expect(found).toEqual([]);
        });
    });
