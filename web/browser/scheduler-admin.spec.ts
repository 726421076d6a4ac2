import { expect, test } from "@playwright/test";

import { makeBusyLab } from "./busy-lab.ts";
import { signIn } from "./person.ts";

const RUN = Date.now().toString(36);

test.beforeAll(({ playwright, baseURL }) => makeBusyLab(playwright, baseURL ?? ""));
test.beforeEach(({ page }) => signIn(page.request));

test("every number of the dashboard leads to its list", async ({ page }) => {
  await page.goto("/app/scheduler/admin/dashboard");
  const numbers = page.getByRole("region", { name: "What needs somebody" });
  await expect(numbers.getByRole("link")).toHaveCount(12);
  await numbers.getByRole("link").nth(3).click();
  await expect(page.getByRole("heading", { name: "Overcommitted", level: 1 })).toBeVisible();
});

test("an admin edits a rule after trying it on last month", async ({ page }) => {
  await page.goto("/app/scheduler/admin/rules");
  await page.getByRole("link", { name: "Long bookings are approved" }).click();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Change “Long bookings are approved”" });
  await form.getByLabel("Longer than", { exact: true }).fill("2");
  await form.getByRole("button", { name: "Try it on last month" }).click();
  await expect(form.getByText(/of \d+ bookings/)).toBeVisible();
  await form.getByRole("button", { name: "Save" }).dblclick();
  await expect(page.getByText("“Long bookings are approved” was changed.")).toBeVisible();
  await expect(page.getByText("2 hours").first()).toBeVisible();
  await expect(page.getByText(/before Longer than 4 hours/)).toBeVisible();
});

test("what a rule lacks is said at its field", async ({ page }) => {
  await page.goto("/app/scheduler/admin/rules");
  await page.getByRole("button", { name: "New rule" }).click();
  await page.getByRole("button", { name: /^Length/ }).click();
  const form = page.getByRole("dialog", { name: "New rule: Length" });
  await form.getByLabel("Name").fill(`Short and long ${RUN}`);
  await form.getByLabel("Shortest", { exact: true }).fill("9");
  await form.getByLabel("Longest", { exact: true }).fill("1");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByRole("alert").first()).toBeVisible();
  await form.getByLabel("Longest", { exact: true }).fill("12");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: `Short and long ${RUN}` })).toBeVisible();
  await page.getByRole("button", { name: "End the rule" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End the rule" }).click();
  await expect(page.getByText(/has ended/)).toBeVisible();
});

test("a stale edit of a rule shows both versions", async ({ page }) => {
  await page.goto("/app/scheduler/admin/rules?q=Approvers+up+to");
  await page.getByRole("link", { name: "Approvers up to a week" }).click();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  const form = page.getByRole("dialog", { name: /^Change/ });
  await form.getByLabel("Description").fill("Mine");
  const id = page.url().split("/").pop() ?? "";
  const rule = await page.request.get(`/api/v1/scheduler/rules/${id}`);
  await page.request.patch(`/api/v1/scheduler/rules/${id}`, {
    data: { description: "Theirs" },
    headers: { "If-Match": rule.headers().etag ?? "" },
  });
  await form.getByRole("button", { name: "Save" }).click();
  const stale = page.getByRole("dialog", { name: "Somebody changed this meanwhile" });
  await expect(stale.getByRole("row", { name: /Description/ })).toContainText("Theirs");
  await stale.getByRole("button", { name: "Save mine over it" }).click();
  await expect(page.getByText("“Approvers up to a week” was changed.")).toBeVisible();
});

test("an admin plans maintenance after seeing whom it hits", async ({ page }) => {
  await page.goto("/app/scheduler/admin/bookings?status=CONFIRMED");
  const row = page.getByRole("row", { name: /Dispersion map/ });
  const device = await row.getByRole("cell").nth(4).innerText();
  const day = await row.getByRole("cell").nth(2).locator("time").getAttribute("datetime");
  await page.goto("/app/scheduler/admin/maintenance");
  await page.getByRole("button", { name: "Plan maintenance" }).click();
  const form = page.getByRole("dialog", { name: "Plan maintenance" });
  await expect(form.getByText("Say what and when")).toBeVisible();
  await form.getByRole("combobox", { name: "Device" }).fill(device);
  await page.getByRole("option", { name: device }).click();
  await form.getByLabel("What").fill(`Clean the ends ${RUN}`);
  await form.getByLabel("From").fill(`${day?.slice(0, 10)}T08:00`);
  await form.getByLabel("To", { exact: false }).fill(`${day?.slice(0, 10)}T13:00`);
  await expect(form.getByText("It hits 1 booking:")).toBeVisible();
  await expect(form.getByText(/Free instead: ROADM/)).toBeVisible();
  await form.getByRole("button", { name: "Plan maintenance" }).dblclick();
  await expect(page.getByText(`Clean the ends ${RUN}, Preventive`)).toHaveCount(1);
});

test("an admin invites a user, and reads of it in the audit log", async ({ page }) => {
  const email = `new-${RUN}@partner.example`;
  await page.goto("/app/scheduler/admin/invitations");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Invite somebody" });
  await form.getByLabel("E-mail").fill("no address");
  await form.getByRole("button", { name: "Invite" }).click();
  await expect(form.getByRole("alert").first()).toBeVisible();
  await form.getByLabel("E-mail").fill(email);
  await form.getByLabel("Viewer").check();
  await form.getByRole("button", { name: "Invite" }).dblclick();
  await expect(page.getByText(email, { exact: true })).toHaveCount(1);
  // The log is collected from the services every few seconds.
  await expect(async () => {
    await page.goto("/app/scheduler/admin/audit?action=auth.invitation.create");
    const rows = page.getByRole("row", { name: /invitation/ });
    await rows.getByRole("button", { name: "auth.invitation.create" }).first().click();
    await expect(page.getByRole("dialog").getByText(email)).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await page.getByRole("dialog").getByRole("button", { name: "this actor" }).click();
  await expect(page).toHaveURL(/actor=user/);
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText(/entries are what was collected/)).toBeVisible();
});

test("an admin gives somebody a role at one site", async ({ page }) => {
  await page.goto("/app/scheduler/admin/users?q=grace");
  await page.getByRole("link", { name: "Grace Hopper", exact: true }).click();
  await page.getByRole("button", { name: "Change roles" }).click();
  const form = page.getByRole("dialog", { name: "Roles of Grace Hopper" });
  await form.getByLabel("Approver", { exact: true }).check();
  await form.getByRole("combobox", { name: "Approver only at" }).click();
  await page.getByRole("option").first().click();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/Approver \(/)).toBeVisible();
});

test("a setting is changed, and its usual value comes back", async ({ page }) => {
  await page.goto("/app/scheduler/admin/settings?of=scheduler");
  await page.getByRole("button", { name: "Change", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Change settings" });
  await form.getByLabel("A hold lasts", { exact: true }).fill("20");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("20 minutes")).toBeVisible();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await form.getByLabel("A hold lasts", { exact: true }).fill("");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("20 minutes")).toHaveCount(0);
});
