import { expect, test } from "@playwright/test";

import { APPROVER, makeBusyLab } from "./busy-lab.ts";
import { signIn } from "./person.ts";

test.beforeAll(({ playwright, baseURL }) => makeBusyLab(playwright, baseURL ?? ""));
test.beforeEach(({ page }) => signIn(page.request, APPROVER));

test("an approver decides from the keyboard alone", async ({ page }) => {
  await page.goto("/app/scheduler/admin/approvals");
  const line = (name: RegExp) => page.getByRole("listitem").filter({ hasText: name });
  await expect(line(/Long soak/)).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByText("Approve or reject what is selected")).toBeVisible();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Close" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // Other requests may wait before it.
  while ((await line(/Long soak/).getAttribute("aria-current")) !== "true")
    await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("2 requests", { exact: true })).toBeVisible();
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog", { name: "Approve 2 requests" });
  await dialog.getByRole("button", { name: "Approve" }).dblclick();
  await expect(page.getByText("2 are decided.")).toBeVisible();
  await expect(line(/Long soak/)).toHaveCount(0);
});

test("to reject needs a reason, and the words are kept until it is given", async ({ page }) => {
  await page.goto("/app/scheduler/admin/approvals?status=PENDING");
  const title = "Spectrum survey";
  await page.getByLabel(`Select ${title}`).check();
  await page.getByRole("button", { name: "Reject" }).click();
  const dialog = page.getByRole("dialog", { name: "Reject 1 request" });
  await dialog.getByRole("button", { name: "Reject" }).click();
  await expect(dialog.getByText("This is needed.")).toBeVisible();
  await dialog.getByLabel("Reason").fill("The spectrometer is on loan");
  await dialog.getByRole("button", { name: "Reject" }).click();
  await expect(page.getByText("1 request is decided.")).toBeVisible();
  await expect(page.getByLabel(`Select ${title}`)).toHaveCount(0);
});

test("an approver sees both sides of a conflict and says who gives way", async ({ page }) => {
  await page.goto("/app/scheduler/admin/approvals");
  await page.getByRole("link", { name: "Decide the conflict" }).click();
  await expect(page.getByRole("heading", { name: "Conflicts", level: 1 })).toBeVisible();
  await expect(page.getByText("They come from abroad, and only on that day.")).toBeVisible();
  await expect(page.getByText("Free at that time").first()).toBeVisible();
  await page.getByRole("button", { name: "Decide", exact: true }).click();
  await expect(page.getByText("This is needed.").first()).toBeVisible();
  await page.getByLabel("Ada Lovelace: the request is rejected").check();
  await page.getByLabel("Reason").fill("Grace asked first");
  await page.getByRole("button", { name: "Decide", exact: true }).click();
  await expect(page.getByText("It is decided. Both sides are told.")).toBeVisible();
});

test("filters of all bookings stand in the address and in the exported file", async ({ page }) => {
  await page.goto("/app/scheduler/admin/bookings");
  await page.getByRole("button", { name: "Overcommitted" }).click();
  await expect(page).toHaveURL(/overcommitted=true/);
  await expect(page.getByRole("row", { name: /Link budget/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Filter alignment/ })).toHaveCount(0);
  const address = await page.getByRole("link", { name: "Export CSV" }).getAttribute("href");
  const file = await page.request.get(address ?? "");
  expect(await file.text()).toContain("Link budget");
});

test("what an approver may not is neither offered nor opened by its address", async ({ page }) => {
  await page.goto("/app/scheduler/admin/audit");
  await expect(page.getByRole("link", { name: "Approvals" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Audit log" })).toHaveCount(0);
});
