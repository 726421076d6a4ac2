import { expect, test } from "@playwright/test";

import { ADMIN, deviceNamed, signIn } from "./person.ts";
import { newResearcher } from "./researchers.ts";

const RUN = Date.now().toString(36).toUpperCase();
const NAME = `TAP-${RUN}`;

test("an admin signs in, and comes to the page that was wanted", async ({ page }) => {
  await page.goto("/app/inventory/statistics");
  await page.getByLabel("User name or e-mail").fill(ADMIN.username);
  await page.getByLabel("Password", { exact: false }).fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Password", { exact: false }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Statistics", level: 1 })).toBeVisible();
});

test("an admin imports devices after seeing what would change", async ({ page }) => {
  await signIn(page.request);
  await page.goto("/app/inventory/imports/new");
  const rows = [
    "name,device_type,serial_number,status",
    `${NAME},EDFA,S-${RUN},spare`,
    `BAD-${RUN},No such type,B-${RUN},spare`,
  ];
  const file = (lines: string[]) => ({
    name: "taps.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(lines.join("\n")),
  });
  await page.getByLabel("Choose a CSV or Excel file").setInputFiles(file(rows));
  await expect(page.getByText("1 row has errors")).toBeVisible();
  await page.getByRole("button", { name: "Another file" }).click();
  await page.getByLabel("Choose a CSV or Excel file").setInputFiles(file(rows.slice(0, 2)));
  await page.getByRole("button", { name: "Apply 1 change" }).click();
  await page.getByRole("link", { name: `S-${RUN}` }).click();
  await expect(page.getByRole("heading", { name: NAME, level: 1 })).toBeVisible();
});

test("a stale edit shows both versions, and neither is lost", async ({ page }) => {
  await signIn(page.request);
  const device = await deviceNamed(page.request, NAME);
  await page.goto(`/app/inventory/devices/${device.id}`);
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByLabel("Notes").fill("Mine <script>alert(1)</script> שלום");
  await page.request.patch(`/api/v1/inventory/devices/${device.id}`, {
    data: { model: "Theirs" },
  });
  await page.getByRole("button", { name: "Save" }).click();
  const stale = page.getByRole("dialog", { name: "Somebody changed this meanwhile" });
  await expect(stale.getByRole("row", { name: /Model/ })).toContainText("Theirs");
  await stale.getByRole("button", { name: "Save mine over it" }).click();
  await expect(page.getByText("Mine <script>alert(1)</script> שלום")).toBeVisible();
  await expect(page.getByText("Theirs")).toBeVisible();
});

test("a session that ends in the middle of a form loses nothing", async ({ page, context }) => {
  await signIn(page.request);
  const device = await deviceNamed(page.request, NAME);
  await page.goto(`/app/inventory/devices/${device.id}`);
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByLabel("Notes").fill("Typed before the session ended");
  await context.clearCookies();
  await page.getByRole("button", { name: "Save" }).click();
  const again = page.getByRole("dialog", { name: "Your session has ended" });
  await again.getByLabel("Password").fill(ADMIN.password);
  await again.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("Typed before the session ended")).toBeVisible();
});

test("an admin plans maintenance, and sees who has booked the device then", async ({ page }) => {
  await signIn(page.request);
  const device = await deviceNamed(page.request, NAME);
  await page.goto(`/app/inventory/devices/${device.id}?tab=maintenance`);
  await page.getByRole("button", { name: "Plan maintenance" }).click();
  const plan = page.getByRole("dialog", { name: "Plan maintenance" });
  await plan.getByLabel("What").fill("Clean the fibre ends");
  await plan.getByLabel("From").fill("2031-05-06T09:00");
  await plan.getByLabel("To", { exact: false }).fill("2031-05-06T11:00");
  await expect(plan.getByText("No booking is in the way.")).toBeVisible();
  await plan.getByRole("button", { name: "Plan maintenance" }).dblclick();
  await expect(page.getByText("Clean the fibre ends").first()).toBeVisible();
  await page.getByRole("tab", { name: "History" }).click();
  await expect(page.getByRole("cell", { name: "maintenance" }).first()).toBeVisible();
});

test("filters stand in the address, and the keyboard alone finds a device", async ({ page }) => {
  await signIn(page.request);
  await page.goto("/app/inventory/devices");
  await page.getByRole("searchbox").fill(NAME);
  await expect(page).toHaveURL(new RegExp(`q=${NAME}`));
  await expect(page.getByText("1 row", { exact: true })).toBeVisible();
  await page.goto("/app/inventory/tags");
  await expect(page.getByRole("heading", { name: "Tags", level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type(NAME);
  await expect(page.getByRole("option", { name: new RegExp(NAME) })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: NAME, level: 1 })).toBeVisible();
});

test("a view that is shared is there for everybody, on any machine", async ({ page, browser }) => {
  await signIn(page.request);
  await page.goto(`/app/inventory/devices?q=${NAME}&ordering=-name`);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view" }).click();
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  await dialog.getByLabel("Name of the view").fill(`Taps of ${RUN}`);
  await dialog.getByLabel("Everybody may open it").check();
  await dialog.getByRole("button", { name: "Save" }).dblclick();
  await expect(page.getByText(`Taps of ${RUN} is saved.`)).toBeVisible();

  const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const other = await context.newPage();
  await signIn(context.request, await newResearcher(context.request, "Alan Turing"));
  await other.goto("/app/inventory/devices");
  await other.getByRole("button", { name: "Views" }).click();
  await other.getByRole("menuitem", { name: new RegExp(`Taps of ${RUN}`) }).click();
  await expect(other).toHaveURL(new RegExp(`q=${NAME}`));
  await expect(other.getByText("1 row", { exact: true })).toBeVisible();
  await context.close();
});
